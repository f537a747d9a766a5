import Box from '@mui/material/Box';
import { states } from '../../domain/states.ts';
import { BarLink, stateWords, Uncovered } from './marks.ts';
import { size, type TimelineBar, type TimelineRow } from './timeline.ts';

const looks = {
  now: 'Encrypts now',
  soon: 'Last one, ends within 90 days',
  later: 'Encrypts later',
  unassigned: states.validNotAssigned,
  ended: 'Ended',
} as const;

/** Explains only the looks that are visible in the picture. */
export function Legend({ rows, own }: { rows: readonly TimelineRow[]; own: string | undefined }) {
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
        minHeight: { xs: size.legendNarrow, md: size.legend },
        alignItems: 'center',
        alignContent: 'flex-start',
        borderTop: '1px solid',
        borderColor: 'divider',
        fontSize: 'caption.fontSize',
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
      {(['in the clear', 'open', 'unknown'] as const)
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
