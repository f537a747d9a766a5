import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** Two parts of a page side by side, the left one a little wider; one below the other on a narrow window. */
export const TwoColumns = ({ children }: { children: ReactNode }) => (
  <Box
    sx={{
      display: 'grid',
      gap: 2.5,
      alignItems: 'start',
      gridTemplateColumns: 'minmax(0, 1fr)',
      '@media (min-width: 1100px)': { gridTemplateColumns: 'minmax(0, 7fr) minmax(0, 5fr)' },
    }}
  >
    {children}
  </Box>
);

/** A column of sections. */
export const Stacked = ({ children }: { children: ReactNode }) => (
  <Box sx={{ display: 'grid', gap: 2.5, minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' }}>{children}</Box>
);
