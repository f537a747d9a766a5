import TextField from '@mui/material/TextField';
import { useTyped } from '../hooks/paused.ts';

interface DayFieldProps {
  label: string;
  /** "2026-03-31"; empty where no day is chosen. */
  value: string;
  onChange: (day: string) => void;
}

export const DayField = ({ label, value, onChange }: DayFieldProps) => (
  <TextField
    type="date"
    size="small"
    label={label}
    sx={{ width: 160 }}
    value={value}
    onChange={({ target }) => onChange(target.value)}
    slotProps={{ inputLabel: { shrink: true } }}
  />
);

interface DayFiltersProps {
  /** What the query string says. */
  get: (key: string) => string | undefined;
  set: (filter: Record<string, string>) => void;
}

/** The first and the last day of what a list shows. */
export const DayFilters = ({ get, set }: DayFiltersProps) => (
  <>
    <DayFilter label="From" value={get('from') ?? ''} onChange={(from) => set({ from })} />
    <DayFilter label="To" value={get('to') ?? ''} onChange={(to) => set({ to })} />
  </>
);

/** A day is typed digit by digit, and the field calls the year 2 a year. */
function DayFilter({ label, value, onChange }: DayFieldProps) {
  const [typed, type] = useTyped(value, onChange);
  return <DayField label={label} value={typed} onChange={type} />;
}
