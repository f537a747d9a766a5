import Box from '@mui/material/Box';

/** The same words in the same place as in `index.html`, so that nothing moves when the first script runs. */
export function Loading() {
  return (
    <Box role="status" sx={{ px: 3, py: 4, color: 'text.secondary' }}>
      Loading…
    </Box>
  );
}
