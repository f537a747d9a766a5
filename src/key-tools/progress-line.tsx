import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

interface ProgressLineProps {
  label: string;
  done: number;
  of: number;
  text: string;
  /** What ends it. */
  children: ReactNode;
}

/** How far something is, as a bar and in words. */
export const ProgressLine = ({ label, done, of, text, children }: ProgressLineProps) => (
  <Box sx={{ display: 'flex', flex: 1, gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
    <LinearProgress
      aria-label={label}
      variant="determinate"
      value={Math.min(100, (done / Math.max(1, of)) * 100)}
      // Gliding to each value would keep the browser drawing.
      sx={{ flex: '1 1 120px', '& .MuiLinearProgress-bar': { transition: 'none' } }}
    />
    <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums' }}>
      {text}
    </Typography>
    {children}
  </Box>
);
