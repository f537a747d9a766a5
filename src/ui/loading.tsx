import Box from '@mui/material/Box';

/** The same words in the same place as the static page, so that nothing jumps while the first script runs. */
export function Loading() {
  return (
    <Box role="status" sx={{ px: 3, py: 4, color: 'text.secondary' }}>
      Loading…
    </Box>
  );
}
