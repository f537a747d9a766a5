import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';

/** What the administrator wrote with a request. */
export const Note = ({ text }: { text: string }) =>
  text === '' ? null : (
    <Box component="blockquote" sx={{ m: 0, pl: 2, borderLeft: '3px solid', borderColor: 'divider' }}>
      <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</Typography>
    </Box>
  );
