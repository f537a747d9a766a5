import type { SxProps, Theme } from '@mui/material/styles';
import { SelectField } from '../form/select-field.tsx';

interface ChoiceFilterProps<Choice extends string> {
  label: string;
  /** Undefined: all rows are shown. */
  value: string | undefined;
  choices: readonly Choice[];
  texts: Readonly<Record<Choice, string>>;
  /** An empty text stands for all rows. */
  onChange: (value: string) => void;
  sx: SxProps<Theme>;
}

/** A filter of a list: one of some choices, or all. */
export const ChoiceFilter = <Choice extends string>({
  label,
  value,
  choices,
  texts,
  onChange,
  sx,
}: ChoiceFilterProps<Choice>) => (
  <SelectField label={label} value={value ?? ''} onChange={onChange} sx={sx}>
    <option value="">All</option>
    {choices.map((each) => (
      <option key={each} value={each}>
        {texts[each]}
      </option>
    ))}
  </SelectField>
);
