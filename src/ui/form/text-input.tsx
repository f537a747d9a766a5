import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput, { type OutlinedInputProps } from '@mui/material/OutlinedInput';
import type { ReactNode } from 'react';

interface TextInputProps extends Omit<OutlinedInputProps, 'onChange'> {
  id: string;
  label: string;
  onChange: (text: string) => void;
  /** Below the field. */
  help?: ReactNode;
}

/** A field with its label and help, which screen readers say with it. */
export const TextInput = ({ help, onChange, required, fullWidth, error, ...input }: TextInputProps) => (
  <FormControl required={required ?? false} fullWidth={fullWidth ?? false} error={error ?? false}>
    <InputLabel htmlFor={input.id}>{input.label}</InputLabel>
    <OutlinedInput
      {...input}
      onChange={({ target }) => onChange(target.value)}
      {...(help && { 'aria-describedby': `${input.id}-help` })}
    />
    {help && (
      <FormHelperText id={`${input.id}-help`} sx={{ overflowWrap: 'anywhere' }}>
        {help}
      </FormHelperText>
    )}
  </FormControl>
);
