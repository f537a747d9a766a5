import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';

interface ConsequencesProps {
  changes: readonly { severity: 'error' | 'warning' | 'info' | 'success'; text: string }[];
}

/** What saving a list changes, said below it. */
export const Consequences = ({ changes }: ConsequencesProps) =>
  changes.length > 0 && (
    <Box role="group" aria-label="What saving changes" sx={{ display: 'grid', gap: 1, mt: 2 }}>
      {changes.map(({ severity, text }) => (
        <Alert key={text} severity={severity}>
          {text}
        </Alert>
      ))}
    </Box>
  );
