import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useId, useRef } from 'react';
import { useShortcut } from '../hooks/shortcut.ts';

interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Arrow down: to what was found. */
  onDown: () => void;
}

/** The search of a list. The key `/` moves the focus to it, and Arrow down on to the rows. */
export function SearchField({ value, onChange, onDown }: SearchFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', () => field.current?.select());
  return (
    <FormControl size="small" sx={{ flex: '1 1 200px', width: '100%', maxWidth: 420 }}>
      <InputLabel htmlFor={id}>Search</InputLabel>
      <OutlinedInput
        id={id}
        inputRef={field}
        inputProps={{ 'aria-keyshortcuts': '/' }}
        label="Search"
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || event.altKey || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          onDown();
        }}
      />
    </FormControl>
  );
}
