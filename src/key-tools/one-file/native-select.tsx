import NativeSelect from '@mui/material/NativeSelect';
import type { SelectProps } from '@mui/material/Select';
import { Children, isValidElement } from 'react';

type Choice = { value: string | number; children: string };

/**
 * What the copy has in place of MUI's select, which brings a menu of its own: the browser's select, with the same
 * choices. It answers the value itself, which may be a number.
 */
export default function Select(props: SelectProps) {
  const { native: _, labelId, inputProps, onChange, children, ...rest } = props;
  const choices = Children.toArray(children).flatMap((child) =>
    isValidElement<Choice>(child) ? child.props : [],
  );
  return (
    <NativeSelect
      {...rest}
      // MUI binds the label to its own select by this alone.
      inputProps={{ ...(inputProps as object), 'aria-labelledby': labelId }}
      onChange={({ target: { name, value } }) => {
        const chosen = choices.find((each) => String(each.value) === value)?.value;
        onChange?.({ target: { name, value: chosen } } as never, undefined);
      }}
    >
      {choices.map(({ value, children }) => (
        <option key={value} value={value}>
          {children}
        </option>
      ))}
    </NativeSelect>
  );
}
