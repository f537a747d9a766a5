import Chip from '@mui/material/Chip';

export type Tone = 'good' | 'soon' | 'bad' | 'neutral';

const colours = { good: 'success', soon: 'warning', bad: 'error', neutral: 'default' } as const;

/** A status in words; the colour only repeats them. */
export function StatusChip({ tone, text }: { tone: Tone; text: string }) {
  return <Chip size="small" variant="outlined" color={colours[tone]} label={text} sx={{ fontWeight: 600 }} />;
}
