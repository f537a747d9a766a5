import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';

interface CheckBoxProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export const CheckBox = ({ label, checked, onChange }: CheckBoxProps) => (
  <FormControlLabel
    control={<Checkbox checked={checked} onChange={({ target }) => onChange(target.checked)} />}
    label={label}
  />
);
