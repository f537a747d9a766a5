import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Fold } from './fold.tsx';

interface SectionProps {
  title: string;
  /** For what few people look at: only its title shows until it is opened. */
  folded?: boolean;
  children: ReactNode;
}

/** A named part of a page. */
export const Section = ({ title, folded, children }: SectionProps) => (
  <Paper component="section" aria-label={title} variant="outlined" sx={{ p: { xs: 2, sm: 3 }, minWidth: 0 }}>
    {folded ? (
      <Fold
        summary={
          <Typography variant="h2" component="h2" sx={{ display: 'inline' }}>
            {title}
          </Typography>
        }
      >
        {children}
      </Fold>
    ) : (
      <>
        <Typography variant="h2" gutterBottom>
          {title}
        </Typography>
        {children}
      </>
    )}
  </Paper>
);
