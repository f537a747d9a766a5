import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { counted } from '../../domain/counted.ts';
import { lazyCode } from '../hooks/load-code.ts';
import { Section } from '../page/section.tsx';
import { MANY, mostUrgent, pictureHeight, tableHeight, type TimelineProps } from './timeline.ts';
import type { TimelineView } from './view.ts';
import { To } from '../page/to.tsx';

/** Shown if the code cannot be loaded; the rest of the page does not depend on it. */
const NotLoaded = (_: TimelineProps) => (
  <Typography sx={{ color: 'text.secondary' }}>
    This could not be loaded. Reload the page to see it.
  </Typography>
);

/**
 * Loaded after the rest of the page, which is more urgent. Its space is reserved, so that nothing moves. Nobody has
 * asked for it, so if it does not come, no window opens over what the person is doing.
 */
const Picture = lazy(() =>
  import('./picture.tsx').then(
    ({ Picture: loaded }) => ({ default: loaded }),
    () => ({ default: NotLoaded }),
  ),
);
const CoverageTable = lazyCode(async () => (await import('./table.tsx')).CoverageTable, NotLoaded);

interface CoverageTimelineProps extends TimelineProps {
  title: string;
  view: TimelineView;
  /** The choices for the number of years ahead. */
  zooms: readonly number[];
}

/** When recordings were, are and will be encrypted, as a picture or as a table. The chosen view is in the address. */
export function CoverageTimeline({ title, timeline, links, own, view, zooms }: CoverageTimelineProps) {
  const { rows } = timeline;
  const folded = rows.length > MANY && !view.allRows;
  const shown = folded ? mostUrgent(rows, MANY) : rows;
  const props = { timeline: { ...timeline, rows: shown }, links, own };
  const { wide, narrow } = pictureHeight(shown);
  const gaps = shown.flatMap((row) => row.gaps.map((text) => ({ key: row.key, name: row.name, text })));
  return (
    <Section title={title} actions={<Choices view={view} zooms={zooms} />}>
      {view.asTable ? (
        <Box sx={{ minHeight: tableHeight(shown) }}>
          <Suspense>
            <CoverageTable {...props} />
          </Suspense>
        </Box>
      ) : (
        <Box sx={{ minHeight: { xs: narrow, md: wide } }}>
          <Suspense>
            <Picture {...props} />
          </Suspense>
        </Box>
      )}
      {folded && (
        <Typography variant="body2" sx={{ mt: 1 }}>
          <span>{`The ${MANY} most urgent of ${rows.length} rows. `}</span>
          <Choice to={{ rows: 'all' }} label={`Show all ${rows.length}`} />
        </Typography>
      )}
      {gaps.length > 0 && (
        <Box component="section" aria-label="Gaps" sx={{ mt: 2 }}>
          <Typography variant="h3" component="h3">
            Gaps
          </Typography>
          <Box
            component="ul"
            sx={{ mt: 0.5, mb: 0, pl: 2.5, fontSize: 'body2.fontSize', '& > li': { py: 0.25 } }}
          >
            {gaps.map(({ key, name, text }) => (
              <li key={`${key} ${text}`}>
                <strong>{name}</strong>: {text}
              </li>
            ))}
          </Box>
        </Box>
      )}
    </Section>
  );
}

function Choices({ view, zooms }: { view: TimelineView; zooms: readonly number[] }) {
  return (
    <Box
      component="nav"
      aria-label="Timeline"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}
    >
      {!view.asTable && (
        <Box
          sx={{
            display: 'flex',
            border: '1px solid',
            borderColor: 'divider',
            borderRadius: 1,
            overflow: 'hidden',
            '& > a': { px: 1.25, py: 0.5, minHeight: 24, whiteSpace: 'nowrap' },
            '& > a + a': { borderLeft: '1px solid', borderColor: 'divider' },
            '& > a[aria-current]': {
              bgcolor: 'action.selected',
              color: 'text.primary',
              fontWeight: 'fontWeightMedium',
            },
          }}
        >
          <Choice to={{ years: undefined }} label="All" current={view.zoom === undefined} />
          {zooms.map((years) => (
            <Choice
              key={years}
              to={{ years: String(years) }}
              label={counted(years, 'year')}
              current={view.zoom === years}
            />
          ))}
        </Box>
      )}
      <Choice
        to={{ show: view.asTable ? undefined : 'table' }}
        label={view.asTable ? 'Show as picture' : 'Show as table'}
      />
    </Box>
  );
}

interface ChoiceProps {
  to: Record<string, string | undefined>;
  label: string;
  current?: boolean;
}

/** Changes these parameters of the address and keeps all others. */
function Choice({ to, label, current = false }: ChoiceProps) {
  const [parameters] = useSearchParams();
  const search = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(to)) {
    if (value === undefined) search.delete(name);
    else search.set(name, value);
  }
  return (
    <To
      to={{ search: search.toString() }}
      replace
      preventScrollReset
      variant="body2"
      sx={{ display: 'inline-flex', alignItems: 'center', minHeight: 24 }}
      {...(current && { 'aria-current': 'true' as const })}
      underline="hover"
    >
      {label}
    </To>
  );
}
