import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { SxProps, Theme } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';

interface SelectFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  fullWidth?: boolean;
  sx?: SxProps<Theme>;
  /** The id of the element that describes the choice. */
  describedBy?: string;
  /** Its `option` elements. */
  children: ReactNode;
}

/** The browser's own select with a label: it works with every keyboard and on every phone. */
export function SelectField(props: SelectFieldProps) {
  const { label, value, onChange, fullWidth = false, sx = {}, describedBy, children } = props;
  const id = useId();
  return (
    <FormControl size="small" fullWidth={fullWidth} sx={sx}>
      <InputLabel htmlFor={id} shrink>
        {label}
      </InputLabel>
      <NativeSelect
        input={<OutlinedInput label={label} notched />}
        inputProps={{ id, 'aria-describedby': describedBy }}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {children}
      </NativeSelect>
    </FormControl>
  );
}
