import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import { useState } from 'react';
import { clockNow } from '../../client/clock.ts';
import { DayField } from '../../ui/form/day-field.tsx';
import { Form } from '../../ui/form/form.tsx';
import { dayOf, midnight, momentsOf } from '../../ui/form/days.ts';

export interface Days {
  from: string;
  to: string;
}

/** The days that the address says; otherwise the last year. */
export function daysOf(get: (key: string) => string | null): Days {
  const dayIn = (key: 'from' | 'to') => {
    const day = get(key);
    return midnight(day, 0) === undefined ? undefined : (day ?? undefined);
  };
  const to = dayIn('to') ?? dayOf(clockNow());
  const from = dayIn('from') ?? dayOf(new Date(midnight(to, 0) ?? ''), -364);
  return from <= to ? { from, to } : { from: to, to };
}

export function periodOf(days: Days) {
  const { from = '', to = '' } = momentsOf((key) => days[key]);
  return { from, to };
}

interface PeriodFormProps {
  days: Days;
  onChange: (days: Days) => void;
}

/** The days are taken together and when asked for: each report reads the audit log. */
export function PeriodForm({ days, onChange }: PeriodFormProps) {
  const [draft, setDraft] = useState(days);
  const [wrong, setWrong] = useState<string>();
  const show = () => {
    const found = faultOf(draft);
    setWrong(found);
    if (!found) onChange(draft);
  };
  return (
    <Form noValidate onSubmit={show} sx={{ mb: 2.5, '@media print': { display: 'none' } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        <DayField label="From" value={draft.from} onChange={(from) => setDraft({ ...draft, from })} />
        <DayField label="To" value={draft.to} onChange={(to) => setDraft({ ...draft, to })} />
        <Button type="submit" variant="outlined">
          Show
        </Button>
      </Box>
      {wrong && (
        <FormHelperText error role="alert">
          {wrong}
        </FormHelperText>
      )}
    </Form>
  );
}

function faultOf({ from, to }: Days): string | undefined {
  if (midnight(from, 0) === undefined || midnight(to, 0) === undefined) return 'Choose both days.';
  if (from > to) return 'The period ends before it begins. Choose a later day for its end.';
  if (from > dayOf(clockNow()))
    return 'The period is still to come. Choose an earlier day for its beginning.';
  return undefined;
}
