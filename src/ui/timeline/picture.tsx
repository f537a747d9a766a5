import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { Link as RouterLink } from 'react-router';
import { dayText } from '../page/dates.ts';
import { Legend } from './legend.tsx';
import { BarLink, Label, LABELS, Line, Row, stateWords, Track, Uncovered, WIDE } from './marks.ts';
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
import { To } from '../page/to.tsx';

/**
 * The picture consists of boxes placed in per cent of the time shown. They follow the width of the window without being
 * measured, bars are links, and the browser clips the names in them.
 */

/** Screen readers get the table beside the picture. It has no links, because the bars are links already. */
const unseen = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
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
        <To to={to} title={row.name} underline="hover">
          {row.name}
        </To>
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

/** A bar is a link to the certificate's page; without such a page it is text. */
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
            fontSize: 'caption.fontSize',
            color: isYear ? 'text.primary' : 'text.secondary',
            fontWeight: isYear ? 600 : 400,
            // On a narrow window there is room only for the years.
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
          fontSize: 'caption.fontSize',
          fontWeight: 'fontWeightMedium',
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
