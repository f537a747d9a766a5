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

/** *Private Key Password*: empty, as the documentation has it, unless the key file is encrypted. */
export function PasswordField({ draft, disabled, onChange }: PasswordFieldProps) {
  const { key, files, password, setPassword } = draft;
  return (
    <FormControl
      fullWidth
      size="small"
      error={key?.ok === false && key.error.code === 'wrong_password'}
      disabled={disabled}
    >
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
      <FormHelperText id="key-password-help" component="div" role="status">
        {helpOf({ key, password, file: files.privateKey?.name })}
      </FormHelperText>
    </FormControl>
  );
}

function helpOf({
  key,
  password,
  file,
}: Pick<UploadDraft, 'key' | 'password'> & { file: string | undefined }) {
  if (key?.ok === false && isOfPassword(key.error)) {
    return problemSentence(key.error.code, { file, detail: key.error.detail });
  }
  if (key?.ok && key.value.encryption !== undefined) return 'The password opens the key file.';
  if (key?.ok && password !== '') return 'The key file is not encrypted: leave this field empty.';
  return 'Leave this field empty unless the key file is encrypted.';
}
