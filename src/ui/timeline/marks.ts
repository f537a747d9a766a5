import { styled } from '@mui/material/styles';
import { states } from '../../domain/states.ts';
import { size } from './timeline.ts';

/**
 * The parts of the picture. Nothing is shown by colour only: what is not encrypted is hatched, what comes later is an
 * outline, and every bar has its name.
 */

/** The width of the labels, in pixels. They are left of the tracks, and above them on a narrow window. */
export const LABELS = 230;
export const WIDE = '@media (min-width: 900px)';
const HIGH_CONTRAST = '@media (forced-colors: active)';

export const Row = styled('div')(({ theme: { vars } }) => ({
  borderTop: `1px solid ${vars?.palette.divider}`,
  [WIDE]: { display: 'grid', gridTemplateColumns: `${LABELS}px minmax(0, 1fr)`, alignItems: 'center' },
}));

export const Label = styled('div')(({ theme: { vars, typography } }) => ({
  height: size.label,
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'center',
  paddingRight: 16,
  lineHeight: 1.3,
  '& > *': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& > :first-child': { fontWeight: typography.fontWeightMedium, fontSize: typography.body2.fontSize },
  '& > p': { margin: 0, fontSize: typography.caption.fontSize, color: vars?.palette.text.secondary },
  '& > p[data-tone=soon]': { color: vars?.palette.warning.main, fontWeight: typography.fontWeightMedium },
  '& > p[data-tone=bad]': { color: vars?.palette.error.main, fontWeight: typography.fontWeightMedium },
}));

export const Track = styled('div')({ position: 'relative', overflow: 'hidden' });

export const BarLink = styled('a')(({ theme: { vars, typography } }) => ({
  position: 'absolute',
  height: size.bar,
  lineHeight: `${size.bar - 2}px`,
  minWidth: 4,
  padding: '0 7px',
  border: '1px solid transparent',
  borderRadius: 6,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  fontSize: typography.caption.fontSize,
  fontWeight: typography.fontWeightMedium,
  textDecoration: 'none',
  zIndex: 1,
  '&[href]:hover': { textDecoration: 'underline' },
  '&:focus-visible': { outline: `3px solid ${vars?.palette.text.primary}`, outlineOffset: -3, zIndex: 3 },
  '&[data-look=now]': { background: vars?.palette.primary.main, color: vars?.palette.primary.contrastText },
  '&[data-look=soon]': { background: vars?.palette.warning.main, color: vars?.palette.background.paper },
  '&[data-look=later]': {
    borderColor: vars?.palette.primary.main,
    color: vars?.palette.primary.main,
    borderWidth: 2,
    lineHeight: `${size.bar - 4}px`,
  },
  '&[data-look=unassigned]': {
    borderColor: vars?.palette.text.secondary,
    borderStyle: 'dashed',
    color: vars?.palette.text.secondary,
  },
  '&[data-look=ended]': { background: vars?.palette.divider, color: vars?.palette.text.secondary },
  '&[data-other=true]': {
    background: vars?.palette.background.paper,
    borderColor: vars?.palette.divider,
    color: vars?.palette.text.secondary,
  },
  [HIGH_CONTRAST]: { borderColor: 'LinkText', '&[data-look=ended]': { borderStyle: 'dotted' } },
}));

const hatch = (colour: string | undefined, per: number, angle: number) =>
  `repeating-linear-gradient(${angle}deg, color-mix(in srgb, ${colour} ${per}%, transparent) 0 3px, transparent 3px 9px)`;

export const Uncovered = styled('div')(({ theme: { vars, typography } }) => ({
  position: 'absolute',
  top: size.padding,
  bottom: size.padding,
  minWidth: 4,
  borderRadius: 6,
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  containerType: 'inline-size',
  fontSize: typography.caption.fontSize,
  '& > span': {
    display: 'none',
    padding: '0 8px',
    borderRadius: 10,
    background: vars?.palette.background.paper,
    whiteSpace: 'nowrap',
    '@container (min-width: 110px)': { display: 'inline' },
  },
  '&[data-state="in the clear"]': {
    backgroundImage: hatch(vars?.palette.error.main, 45, 135),
    backgroundColor: `color-mix(in srgb, ${vars?.palette.error.main} 8%, transparent)`,
    border: `1px dashed ${vars?.palette.error.main}`,
    color: vars?.palette.error.main,
    fontWeight: typography.fontWeightMedium,
  },
  '&[data-state=open]': {
    backgroundImage: hatch(vars?.palette.error.main, 13, 135),
    color: vars?.palette.text.secondary,
  },
  '&[data-state=unknown]': {
    backgroundImage: hatch(vars?.palette.text.secondary, 14, 45),
    color: vars?.palette.text.secondary,
  },
  [HIGH_CONTRAST]: { '&[data-state=open], &[data-state=unknown]': { border: '1px dotted GrayText' } },
}));

export const Line = styled('div')(({ theme: { vars } }) => ({
  position: 'absolute',
  top: 0,
  bottom: 0,
  borderLeft: `1px solid ${vars?.palette.divider}`,
  '&[data-today]': {
    borderLeft: `2px solid ${vars?.palette.text.primary}`,
    marginLeft: -1,
    pointerEvents: 'none',
  },
  [HIGH_CONTRAST]: { '&:not([data-today])': { display: 'none' } },
}));

/** The words of the picture, its legend and its table. */
export const stateWords = {
  encrypted: states.encrypted,
  'in the clear': states.notEncrypted,
  open: 'No certificate yet',
  unknown: states.notKnown,
} as const;
