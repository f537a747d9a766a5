import Typography from '@mui/material/Typography';
import { paths } from '../../paths.ts';
import type { Coverage } from '../../client/queries/coverage.ts';
import { timelineOf, zooms } from '../../domain/timeline.ts';
import { dayText } from '../../ui/page/dates.ts';
import { Section } from '../../ui/page/section.tsx';
import { CoverageTimeline } from '../../ui/timeline/coverage-timeline.tsx';
import { useTimelineView } from '../../ui/timeline/view.ts';

interface CoverageOverTimeProps {
  coverage: Coverage;
  /** The address of the screen recording list; undefined for a session that may not open it. */
  screenRecordings: string | undefined;
  now: Date;
}

/** The timeline of all places of the tenant, one row each. */
export function CoverageOverTime({ coverage, screenRecordings, now }: CoverageOverTimeProps) {
  const view = useTimelineView(zooms);
  if (coverage.places.every(({ assignments }) => assignments.length === 0)) {
    return (
      <Section title="Coverage over time">
        <Typography sx={{ color: 'text.secondary' }}>
          Here you will see from when until when your recordings are encrypted. It begins with the first
          certificate that is assigned.
        </Typography>
      </Section>
    );
  }
  return (
    <CoverageTimeline
      title="Coverage over time"
      timeline={timelineOf(coverage, { now, zoom: view.zoom, dayText })}
      links={{
        certificate: paths.certificate,
        row: (key) => (key === 'screen-recording' ? screenRecordings : paths.ivrProfile(key)),
      }}
      {...{ view, zooms }}
    />
  );
}
