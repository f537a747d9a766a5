import Alert from '@mui/material/Alert';
import type { SxProps, Theme } from '@mui/material/styles';

interface ProblemProps {
  /** Nothing is shown without it. */
  text: string | undefined;
  sx?: SxProps<Theme>;
}

/** Why an act failed, in the place where it was asked for. */
export const Problem = ({ text, sx }: ProblemProps) =>
  text && (
    <Alert role="alert" severity="error" {...(sx && { sx })}>
      {text}
    </Alert>
  );
