import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { Link as RouterLink } from 'react-router';
import { dayText } from '../dates.ts';
import { CoverageTable } from './table.tsx';
import { ticksOf } from './ticks.ts';
import {
  barName,
  size,
  trackHeight,
  type TimelineBar,
  type TimelineProps,
  type TimelineRow,
} from './timeline.ts';

/**
 * Boxes placed in per cent of the time shown: they follow the window without being measured, bars are links, and names
 * in them are cut by the browser. Colour never stands alone: what is not encrypted is hatched, what comes later is an
 * outline, and every bar has its name.
 */

/** The labels stand left of the tracks, and above them where the window is narrow. */
const LABELS = 230;
const WIDE = '@media (min-width: 900px)';
const HIGH_CONTRAST = '@media (forced-colors: active)';

const Row = styled('div')(({ theme: { vars } }) => ({
  borderTop: `1px solid ${vars?.palette.divider}`,
  [WIDE]: { display: 'grid', gridTemplateColumns: `${LABELS}px minmax(0, 1fr)`, alignItems: 'center' },
}));

const Label = styled('div')(({ theme: { vars } }) => ({
  height: size.label,
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'center',
  paddingRight: 16,
  lineHeight: 1.3,
  '& > *': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& > :first-child': { fontWeight: 600, fontSize: '0.875rem' },
  '& > p': { margin: 0, fontSize: '0.8125rem', color: vars?.palette.text.secondary },
  '& > p[data-tone=soon]': { color: vars?.palette.warning.main, fontWeight: 600 },
  '& > p[data-tone=bad]': { color: vars?.palette.error.main, fontWeight: 600 },
}));

const Track = styled('div')({ position: 'relative', overflow: 'hidden' });

const BarLink = styled('a')(({ theme: { vars } }) => ({
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
  fontSize: '0.75rem',
  fontWeight: 600,
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

const Uncovered = styled('div')(({ theme: { vars } }) => {
  return {
    position: 'absolute',
    top: size.padding,
    bottom: size.padding,
    minWidth: 4,
    borderRadius: 6,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    containerType: 'inline-size',
    fontSize: '0.75rem',
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
      fontWeight: 600,
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
  };
});

const Line = styled('div')(({ theme: { vars } }) => ({
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

/** For screen readers the table stands beside the picture, without its links, which the bars are. */
const unseen = {
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
} as const;

const stateWords = {
  'in the clear': 'Not encrypted',
  open: 'No certificate yet',
  unknown: 'Not known',
} as const;

export function Picture({ timeline, links, own }: TimelineProps) {
  const { from, to, now, rows } = timeline;
  const at = (time: number) => (Math.min(Math.max((time - from) / (to - from), 0), 1) * 100).toFixed(3);
  const place = (stretch: { from: number; to: number }) => ({
    left: `${at(stretch.from)}%`,
    width: `calc(${at(stretch.to)}% - ${at(stretch.from)}%)`,
  });
  const isSeen = (stretch: { from: number; to: number }) => stretch.to > from && stretch.from < to;
  const ticks = ticksOf(from, to);
  return (
    <Box sx={{ position: 'relative' }}>
      <Axis ticks={ticks} at={at} now={now} />
      {rows.map((row) => (
        <Row key={row.key} role="group" aria-label={row.name}>
          <RowLabel row={row} to={links.row(row.key)} />
          <Track style={{ height: trackHeight(row) }}>
            {ticks.map((tick) => (
              <Line key={tick.at} aria-hidden style={{ left: `${at(tick.at)}%` }} />
            ))}
            {row.spans.filter(isSeen).map((span) =>
              span.state === 'encrypted' ? null : (
                <Uncovered
                  key={`${span.state} ${span.from}`}
                  aria-hidden
                  data-state={span.state}
                  style={place(span)}
                >
                  <span>{stateWords[span.state]}</span>
                </Uncovered>
              ),
            )}
            {row.bars.filter(isSeen).map((bar) => (
              <OneBar
                key={bar.key}
                name={barName(bar, row, dayText)}
                bar={bar}
                isOther={own !== undefined && bar.certificateId !== own}
                to={
                  bar.inKeystore && bar.certificateId !== own
                    ? links.certificate(bar.certificateId)
                    : undefined
                }
                style={{
                  ...place(bar),
                  top: size.padding + bar.lane * size.lane + (size.lane - size.bar) / 2,
                }}
              />
            ))}
            <Line aria-hidden data-today style={{ left: `${at(now)}%` }} />
          </Track>
        </Row>
      ))}
      <Legend rows={rows} own={own} />
      <Box sx={unseen}>
        <CoverageTable timeline={timeline} links={links} withoutLinks />
      </Box>
    </Box>
  );
}

function RowLabel({ row, to }: { row: TimelineRow; to: string | undefined }) {
  return (
    <Label>
      {to === undefined ? (
        <span title={row.name}>{row.name}</span>
      ) : (
        <Link component={RouterLink} to={to} title={row.name}>
          {row.name}
        </Link>
      )}
      <p data-tone={row.tone} title={row.about}>
        {row.about}
      </p>
    </Label>
  );
}

interface OneBarProps {
  bar: TimelineBar;
  name: string;
  to: string | undefined;
  isOther: boolean;
  style: React.CSSProperties;
}

/** Without a page to go to it is text. */
function OneBar({ bar, name, to, isOther, style }: OneBarProps) {
  const look = { 'data-look': bar.look, 'data-other': isOther, style };
  return (
    <Tooltip title={name} disableInteractive>
      {to === undefined ? (
        <BarLink as="span" role="img" {...look}>
          {bar.name}
        </BarLink>
      ) : (
        <BarLink as={RouterLink} {...look} {...{ to }}>
          {bar.name}
        </BarLink>
      )}
    </Tooltip>
  );
}

function Axis({
  ticks,
  at,
  now,
}: {
  ticks: ReturnType<typeof ticksOf>;
  at: (time: number) => string;
  now: number;
}) {
  return (
    <Box
      aria-hidden
      sx={{
        position: 'relative',
        height: size.axis,
        ml: 0,
        [WIDE]: { ml: `${LABELS}px` },
        overflow: 'hidden',
      }}
    >
      {ticks.map(({ at: time, label, isYear }) => (
        <Box
          key={time}
          component="span"
          sx={{
            position: 'absolute',
            bottom: 4,
            pl: 0.5,
            fontSize: '0.75rem',
            color: isYear ? 'text.primary' : 'text.secondary',
            fontWeight: isYear ? 600 : 400,
            // Between the years there is no room for months.
            display: isYear ? 'inline' : { xs: 'none', md: 'inline' },
          }}
          style={{ left: `${at(time)}%` }}
        >
          {label}
        </Box>
      ))}
      <Today left={`${at(now)}%`} />
    </Box>
  );
}

function Today({ left }: { left: string }) {
  return (
    <>
      <Line data-today style={{ left, top: 22 }} />
      <Box
        style={{ left }}
        sx={{
          position: 'absolute',
          top: 2,
          transform: 'translateX(-50%)',
          px: 1,
          borderRadius: 2,
          fontSize: '0.75rem',
          fontWeight: 600,
          lineHeight: '20px',
          bgcolor: 'text.primary',
          color: 'background.paper',
        }}
      >
        Today
      </Box>
    </>
  );
}

const looks = {
  now: 'Encrypts now',
  soon: 'Last one, ends within 90 days',
  later: 'Encrypts later',
  unassigned: 'Valid, but assigned nowhere',
  ended: 'Ended',
} as const;

/** Only what is to be seen. */
function Legend({ rows, own }: { rows: readonly TimelineRow[]; own: string | undefined }) {
  const bars = rows.flatMap((row) => row.bars);
  const isOther = (bar: TimelineBar) => own !== undefined && bar.certificateId !== own;
  const seenLooks = new Set(bars.filter((bar) => !isOther(bar)).map(({ look }) => look));
  const seenStates = new Set(rows.flatMap(({ spans }) => spans.map(({ state }) => state)));
  const swatch = {
    position: 'relative',
    width: 22,
    minWidth: 22,
    height: 14,
    lineHeight: 1,
    p: 0,
    inset: 'auto',
  } as const;
  return (
    <Box
      aria-hidden
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        rowGap: 0.5,
        pt: 1.5,
        minHeight: size.legend,
        alignItems: 'center',
        borderTop: '1px solid',
        borderColor: 'divider',
        fontSize: '0.75rem',
        color: 'text.secondary',
        '& > div': { display: 'flex', gap: 0.75, alignItems: 'center' },
      }}
    >
      {(Object.keys(looks) as (keyof typeof looks)[])
        .filter((look) => seenLooks.has(look))
        .map((look) => (
          <div key={look}>
            <BarLink as="span" data-look={look} sx={swatch} />
            {looks[look]}
          </div>
        ))}
      {bars.some(isOther) && (
        <div>
          <BarLink as="span" data-other sx={swatch} />
          Other certificates
        </div>
      )}
      {(Object.keys(stateWords) as (keyof typeof stateWords)[])
        .filter((state) => seenStates.has(state))
        .map((state) => (
          <div key={state}>
            <Uncovered data-state={state} sx={{ ...swatch, containerType: 'normal' }} />
            {stateWords[state]}
          </div>
        ))}
    </Box>
  );
}
