import MenuItem from '@mui/material/MenuItem';
import type { ReactNode } from 'react';

interface ChoiceItemsProps<Value extends string> {
  choices: readonly (readonly [Value, ReactNode])[];
  value: Value | undefined;
  onChoose: (value: Value) => void;
}

/** The items of a menu of which one is chosen. The menu stays open. */
export const ChoiceItems = <Value extends string>(props: ChoiceItemsProps<Value>) =>
  props.choices.map(([value, label]) => (
    <MenuItem
      key={value}
      role="menuitemradio"
      aria-checked={props.value === value}
      selected={props.value === value}
      onClick={() => props.onChoose(value)}
    >
      {label}
    </MenuItem>
  ));
