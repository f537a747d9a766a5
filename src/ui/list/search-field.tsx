import { useRef } from 'react';
import { TextInput } from '../form/text-input.tsx';
import { useShortcut } from '../hooks/shortcut.ts';

interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Arrow down: to what was found. */
  onDown: () => void;
}

/** The search of a list. The key `/` moves the focus to it, and Arrow down on to the rows. */
export function SearchField({ value, onChange, onDown }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', () => field.current?.select());
  return (
    <TextInput
      size="small"
      sx={{ flex: '1 1 200px', width: '100%', maxWidth: 420 }}
      inputRef={field}
      inputProps={{ 'aria-keyshortcuts': '/' }}
      label="Search"
      type="search"
      value={value}
      onChange={onChange}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        onDown();
      }}
    />
  );
}
