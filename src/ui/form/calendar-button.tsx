import CalendarIcon from '@mui/icons-material/CalendarToday';
import Alert from '@mui/material/Alert';
import Button, { type ButtonProps } from '@mui/material/Button';

interface CalendarButtonProps extends Pick<ButtonProps, 'size' | 'variant'> {
  isPending: boolean;
  /** Why there is no file. */
  problem: string | undefined;
  onAdd: () => void;
}

/** Saves a file for a calendar program. */
export const CalendarButton = ({ isPending, problem, onAdd, ...button }: CalendarButtonProps) => (
  <>
    <Button {...button} startIcon={<CalendarIcon />} loading={isPending} onClick={onAdd}>
      Add to calendar
    </Button>
    {problem !== undefined && (
      <Alert role="alert" severity="error" sx={{ mt: 1.5 }}>
        {problem}
      </Alert>
    )}
  </>
);
