import { styled } from '@mui/material/styles';

export type Tone = 'good' | 'soon' | 'bad' | 'neutral';

/** Long lists hold one in every row, so it is one element with styles that never change. */
const Outline = styled('span')(({ theme: { vars } }) => ({
  display: 'inline-block',
  padding: '1px 8px',
  border: '1px solid currentColor',
  borderRadius: 12,
  fontSize: '0.8125rem',
  fontWeight: 600,
  whiteSpace: 'nowrap',
  color: vars?.palette.text.secondary,
  '&[data-tone=good]': { color: vars?.palette.success.main },
  '&[data-tone=soon]': { color: vars?.palette.warning.main },
  '&[data-tone=bad]': { color: vars?.palette.error.main },
}));

/** A status in words; the colour only repeats them. */
export const StatusChip = ({ tone, text }: { tone: Tone; text: string }) => (
  <Outline data-tone={tone}>{text}</Outline>
);
