import Box from '@mui/material/Box';
import { CopyButton } from './copy-button.tsx';

/** Commands for a shell, to read and to copy. */
export function CommandBlock({ label, commands }: { label: string; commands: readonly string[] }) {
  const text = commands.join('\n');
  const copy = commands.length > 1 ? 'Copy commands' : 'Copy command';
  return (
    <Box sx={{ display: 'grid', gap: 0.5, justifyItems: 'start', minWidth: 0 }}>
      <Box
        component="pre"
        tabIndex={0}
        role="region"
        aria-label={label}
        sx={{
          m: 0,
          p: 1.5,
          width: '100%',
          borderRadius: 1,
          bgcolor: 'action.hover',
          fontSize: 'caption.fontSize',
          overflowX: 'auto',
        }}
      >
        {text}
      </Box>
      <CopyButton label={`${copy}: ${label}`} text={copy} value={text} />
    </Box>
  );
}
