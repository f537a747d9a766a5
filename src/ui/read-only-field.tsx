import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useId } from 'react';

/** A field that fills in by itself. It can be focused, read and copied, not changed. */
export function ReadOnlyField({
  label,
  value,
  help,
}: {
  label: string;
  value: string;
  help?: string | undefined;
}) {
  const id = useId();
  return (
    <FormControl fullWidth size="small">
      <InputLabel htmlFor={id}>{label}</InputLabel>
      <OutlinedInput
        id={id}
        label={label}
        value={value}
        readOnly
        multiline
        aria-describedby={help ? `${id}-help` : undefined}
      />
      {help && (
        <FormHelperText id={`${id}-help`} sx={{ overflowWrap: 'anywhere' }}>
          {help}
        </FormHelperText>
      )}
    </FormControl>
  );
}
