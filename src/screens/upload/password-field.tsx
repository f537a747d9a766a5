import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput from '@mui/material/OutlinedInput';
import { problemSentence } from '../../domain/problem.ts';
import type { UploadDraft } from './draft.ts';
import { isOfPassword } from './verdicts.ts';

interface PasswordFieldProps {
  draft: UploadDraft;
  disabled: boolean;
  onChange: () => void;
}

/** *Private Key Password*: left empty, as documented, unless the key file is encrypted. */
export function PasswordField({ draft, disabled, onChange }: PasswordFieldProps) {
  const { password, setPassword } = draft;
  const problem = passwordProblem(draft);
  return (
    <FormControl fullWidth size="small" error={problem?.error.code === 'wrong_password'} disabled={disabled}>
      <InputLabel htmlFor="key-password">Private Key Password</InputLabel>
      <OutlinedInput
        id="key-password"
        label="Private Key Password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => {
          onChange();
          setPassword(event.target.value);
        }}
        aria-describedby="key-password-help"
      />
      <FormHelperText id="key-password-help" component="div" role="status" disabled={false}>
        {helpOf(draft, problem)}
      </FormHelperText>
    </FormControl>
  );
}

/** The problem of a file that needs a password or does not open with the typed one. */
function passwordProblem({ certificate, key, files }: UploadDraft) {
  if (key?.ok === false && isOfPassword(key.error)) return { error: key.error, file: files.privateKey?.name };
  if (certificate?.ok === false && isOfPassword(certificate.error)) {
    return { error: certificate.error, file: files.certificate?.name };
  }
  return undefined;
}

function helpOf({ key, password, passwordFits }: UploadDraft, problem: ReturnType<typeof passwordProblem>) {
  if (problem) return problemSentence(problem.error.code, { file: problem.file });
  if (passwordFits) return 'The password opens the file.';
  if (key?.ok && password !== '') return 'The key file is not encrypted: leave this field empty.';
  return 'Leave this field empty unless the key file is encrypted.';
}
