import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { numberText } from '../../domain/counted.ts';

interface WorkingProps {
  label: string;
  done: number;
  of: number;
  action: string;
  disabled?: boolean;
  onAction: () => void;
}

/** The progress of something that takes a while, and a button to stop it. */
export const Working = ({ label, done, of, action, disabled = false, onAction }: WorkingProps) => (
  <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
    <LinearProgress
      aria-label={label}
      variant="determinate"
      value={(done / Math.max(1, of)) * 100}
      sx={{ flex: '1 1 160px' }}
    />
    <Typography variant="body2" role="status" sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
      {`${label}: ${numberText(done)} of ${numberText(of)}`}
    </Typography>
    <Button size="small" disabled={disabled} onClick={onAction}>
      {action}
    </Button>
  </Box>
);
