import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

/** A named part of a page. */
export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <Paper component="section" aria-label={title} variant="outlined" sx={{ p: { xs: 2, sm: 3 }, minWidth: 0 }}>
    <Typography variant="h2" gutterBottom>
      {title}
    </Typography>
    {children}
  </Paper>
);
