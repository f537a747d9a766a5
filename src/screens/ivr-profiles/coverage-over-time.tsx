import { useSuspenseQuery } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import { coverageQuery } from '../../client/queries/coverage.ts';
import type { IvrProfile } from '../../client/queries/ivr-profiles.ts';
import { timelineOf, zooms } from '../../domain/timeline.ts';
import { dayText } from '../../ui/page/dates.ts';
import { CoverageTimeline } from '../../ui/timeline/coverage-timeline.tsx';
import { useTimelineView } from '../../ui/timeline/view.ts';

/** The profile's row of the timeline. A profile that does not record calls has no row. */
export function CoverageOverTime({ profile, now }: { profile: IvrProfile; now: Date }) {
  const coverage = useSuspenseQuery(coverageQuery()).data;
  const view = useTimelineView(zooms);
  const places = coverage.places.filter(
    ({ place }) => place.kind === 'ivr-profile' && place.id === profile.id,
  );
  if (places.length === 0) return null;
  return (
    <CoverageTimeline
      title="Coverage over time"
      timeline={timelineOf({ ...coverage, places }, { now, zoom: view.zoom, dayText })}
      links={{ certificate: paths.certificate, row: () => undefined }}
      {...{ view, zooms }}
    />
  );
}
