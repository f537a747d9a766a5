import { useSuspenseQuery } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import { coverageQuery } from '../../client/queries/coverage.ts';
import { may, type Session } from '../../domain/session.ts';
import { aroundCertificate, timelineOf, unassignedRow, zooms } from '../../domain/timeline.ts';
import { dayText } from '../../ui/page/dates.ts';
import { CoverageTimeline } from '../../ui/timeline/coverage-timeline.tsx';
import { useTimelineView } from '../../ui/timeline/view.ts';

interface CoverageOverTimeProps {
  certificate: Certificate;
  session: Session;
  now: Date;
}

/** Where the certificate encrypts, with the certificates before and after it. */
export function CoverageOverTime({ certificate, session, now }: CoverageOverTimeProps) {
  const coverage = useSuspenseQuery(coverageQuery()).data;
  const view = useTimelineView(zooms);
  const places = aroundCertificate(coverage.places, certificate.id);
  const timeline =
    places.length > 0
      ? timelineOf({ ...coverage, places }, { now, zoom: view.zoom, dayText })
      : unassignedRow(certificate, { from: coverage.from, now, zoom: view.zoom });
  const screenRecordings = may(session, 'manage screen recording certificates')
    ? paths.screenRecordingCertificates()
    : undefined;
  return (
    <CoverageTimeline
      title="Coverage over time"
      own={certificate.id}
      links={{
        certificate: paths.certificate,
        row: (key) => {
          if (places.length === 0) return undefined;
          return key === 'screen-recording' ? screenRecordings : paths.ivrProfile(key);
        },
      }}
      {...{ timeline, view, zooms }}
    />
  );
}
