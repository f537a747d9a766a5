import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput, { type OutlinedInputProps } from '@mui/material/OutlinedInput';
import { useId, type ReactNode } from 'react';

interface TextInputProps extends Omit<OutlinedInputProps, 'onChange' | 'id' | 'label'> {
  /** For a field that a page has once. */
  id?: string;
  label: string;
  onChange: (text: string) => void;
  /** Below the field. */
  help?: ReactNode;
}

/** A field with its label and help, which screen readers say with it. */
export function TextInput(props: TextInputProps) {
  const { help, onChange, sx = {}, size = 'medium', required, fullWidth, error, disabled, ...input } = props;
  const own = useId();
  const { id = own, label } = input;
  return (
    <FormControl
      sx={sx}
      size={size}
      required={required ?? false}
      fullWidth={fullWidth ?? false}
      error={error ?? false}
      disabled={disabled ?? false}
    >
      <InputLabel htmlFor={id}>{label}</InputLabel>
      <OutlinedInput
        {...input}
        id={id}
        onChange={({ target }) => onChange(target.value)}
        {...(help && { 'aria-describedby': `${id}-help` })}
      />
      {help && (
        <FormHelperText id={`${id}-help`} sx={{ overflowWrap: 'anywhere' }}>
          {help}
        </FormHelperText>
      )}
    </FormControl>
  );
}
