import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import type { SxProps, Theme } from '@mui/material/styles';

interface ProblemProps {
  /** Nothing is shown without it. */
  text: string | null | undefined;
  /** Takes it away. */
  onClose?: () => void;
  /** What *Try again* does. */
  again?: { run: () => void; isPending?: boolean };
  sx?: SxProps<Theme>;
}

/** Why an act failed, in the place where it was asked for. */
export const Problem = ({ text, onClose, again, sx }: ProblemProps) =>
  text && (
    <Alert
      role="alert"
      severity="error"
      {...(sx && { sx })}
      {...(onClose && { onClose })}
      action={
        again && (
          <Button color="inherit" size="small" loading={again.isPending ?? false} onClick={again.run}>
            Try again
          </Button>
        )
      }
    >
      {text}
    </Alert>
  );
