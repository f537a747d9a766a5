import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

interface EventsProps {
  events: readonly { key: string | number; what: string; whenAndWho: ReactNode }[];
}

/** What happened with something, one after the other. */
export const Events = ({ events }: EventsProps) => (
  <Box
    component="ol"
    sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.5, '& > li': { minWidth: 0 } }}
  >
    {events.map(({ key, what, whenAndWho }) => (
      <li key={key}>
        <Typography sx={{ overflowWrap: 'anywhere' }}>{what}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {whenAndWho}
        </Typography>
      </li>
    ))}
  </Box>
);
