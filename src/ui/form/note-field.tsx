import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput from '@mui/material/OutlinedInput';

interface NoteFieldProps {
  label: 'Note' | 'Reason';
  value: string;
  onChange: (value: string) => void;
  /** In characters. */
  maxLength: number;
  help?: string;
  /** What is wrong with the text; shown instead of the help. */
  problem?: string | undefined;
  required?: boolean;
  autoFocus?: boolean;
  minRows?: number;
}

/** A note of several lines for the other person of a request. */
export function NoteField({
  label,
  value,
  onChange,
  maxLength,
  help,
  problem,
  required = false,
  autoFocus = false,
  minRows = 2,
}: NoteFieldProps) {
  const id = label.toLowerCase();
  const says = problem ?? help;
  return (
    <FormControl fullWidth required={required} error={problem !== undefined}>
      <InputLabel htmlFor={id}>{label}</InputLabel>
      <OutlinedInput
        id={id}
        label={label}
        multiline
        minRows={minRows}
        autoFocus={autoFocus}
        value={value}
        inputProps={{ maxLength }}
        onChange={(event) => onChange(event.target.value)}
        {...(says && { 'aria-describedby': `${id}-help` })}
      />
      {says && <FormHelperText id={`${id}-help`}>{says}</FormHelperText>}
    </FormControl>
  );
}
