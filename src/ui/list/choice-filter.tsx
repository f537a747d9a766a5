import { SelectField } from '../form/select-field.tsx';
import type { FilterState } from './state.ts';

interface ChoiceFilterProps {
  label: string;
  /** The filter in the query string; without it, all rows are shown. */
  name: string;
  state: FilterState;
  /** What is said of each choice, in the order in which they are offered. */
  choices: Readonly<Record<string, string>>;
  /** In pixels. */
  width: number;
}

/** A filter of a list: one of some choices, or all. */
export const ChoiceFilter = ({ label, name, state, choices, width }: ChoiceFilterProps) => {
  const value = state.get(name) ?? '';
  return (
    <SelectField
      label={label}
      value={Object.hasOwn(choices, value) ? value : ''}
      onChange={(chosen) => state.set({ [name]: chosen })}
      sx={{ width, maxWidth: '100%' }}
    >
      <option value="">All</option>
      {Object.entries(choices).map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </SelectField>
  );
};
