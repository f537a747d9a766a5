import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Fold } from './fold.tsx';

interface SectionProps {
  title: string;
  /** For details that few people need: only the title is shown until it is opened. */
  folded?: boolean;
  /** Shown beside the title; a folded section has none. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A named part of a page. */
export const Section = ({ title, folded, actions, children }: SectionProps) => (
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
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 1,
            alignItems: 'center',
            justifyContent: 'space-between',
            mb: 1,
          }}
        >
          <Typography variant="h2">{title}</Typography>
          {actions}
        </Box>
        {children}
      </>
    )}
  </Paper>
);
