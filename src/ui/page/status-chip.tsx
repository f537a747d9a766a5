import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'soon' | 'bad' | 'neutral';

/** A long list has one in every row, so it is a single element with constant styles. */
const Outline = styled('span')(({ theme: { vars, typography } }) => ({
  display: 'inline-block',
  maxWidth: '100%',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  verticalAlign: 'middle',
  padding: '1px 8px',
  border: '1px solid currentColor',
  borderRadius: 12,
  fontSize: typography.caption.fontSize,
  fontWeight: typography.fontWeightMedium,
  whiteSpace: 'nowrap',
  '& > svg': { fontSize: typography.body1.fontSize, verticalAlign: '-3px', marginRight: 4 },
  color: vars?.palette.text.secondary,
  '&[data-tone=good]': { color: vars?.palette.success.main },
  '&[data-tone=soon]': { color: vars?.palette.warning.main },
  '&[data-tone=bad]': { color: vars?.palette.error.main },
}));

interface StatusChipProps {
  tone: Tone;
  text: string;
  /** For a status that must not be overlooked. */
  icon?: ReactNode;
}

/** A status as text; the colour only repeats it. */
export const StatusChip = ({ tone, text, icon }: StatusChipProps) => (
  <Outline data-tone={tone}>
    {icon}
    {text}
  </Outline>
);
