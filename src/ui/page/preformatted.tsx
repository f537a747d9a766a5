import Box from '@mui/material/Box';
import type { SxProps, Theme } from '@mui/material/styles';

interface PreformattedProps {
  label: string;
  text: string;
  sx?: SxProps<Theme>;
}

/** A text whose lines stay as they are. It can be scrolled by the keyboard, too. */
export const Preformatted = ({ label, text, sx }: PreformattedProps) => (
  <Box {...(sx && { sx })}>
    <Box
      component="pre"
      tabIndex={0}
      aria-label={label}
      sx={{ m: 0, fontSize: 'caption.fontSize', overflow: 'auto', maxHeight: 'inherit' }}
    >
      {text}
    </Box>
  </Box>
);
