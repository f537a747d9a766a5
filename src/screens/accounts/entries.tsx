import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

interface EntriesProps {
  entries: readonly { id: string; title: string; details: string; action?: ReactNode }[];
  /** Said where there is none. */
  nothing: string;
}

/** What belongs to an account, each with what can be done with it. */
export function Entries({ entries, nothing }: EntriesProps) {
  if (entries.length === 0) return <Typography>{nothing}</Typography>;
  return (
    <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1 }}>
      {entries.map(({ id, title, details, action }) => (
        <Box
          key={id}
          component="li"
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', minHeight: 36 }}
        >
          <Box sx={{ flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }}>
            <Typography>
              <bdi>{title}</bdi>
            </Typography>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {details}
            </Typography>
          </Box>
          {action}
        </Box>
      ))}
    </Box>
  );
}
