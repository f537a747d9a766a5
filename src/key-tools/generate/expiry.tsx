import Typography from '@mui/material/Typography';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { sentenceOf } from '../../client/call.ts';
import { clockNow } from '../../client/clock.ts';
import { expiryCalendarCode } from '../../client/queries/expiry-calendar.ts';
import { subjectName } from '../../domain/certificate.ts';
import { dayText } from '../../ui/page/dates.ts';
import { CalendarButton } from '../../ui/form/calendar-button.tsx';
import { downloadFile } from '../../ui/form/download.ts';
import { loadCode } from '../../ui/hooks/load-code.ts';
import { Section } from '../../ui/page/section.tsx';
import type { FoundCertificate } from '../worker/calls.ts';

/**
 * The expiry of a new certificate, for the calendar. The certificate is not in the keystore yet, so the event links to
 * a search for its fingerprint.
 */
export function Expiry({ made, fileName }: { made: FoundCertificate; fileName: string }) {
  const { facts, sha256 } = made;
  const add = useAct(
    {
      mutationFn: async () => {
        const { CALENDAR_TYPE, expiryCalendar } = await loadCode(expiryCalendarCode);
        const expiry = {
          sha256,
          subjectName: subjectName(facts.subject),
          notAfter: facts.notAfter,
          renewUrl: location.origin + paths.certificateBySha256(sha256),
        };
        const text = await expiryCalendar([expiry], { name: 'Recording certificates', asOf: clockNow() });
        downloadFile(fileName, text, CALENDAR_TYPE);
      },
    },
    { repeatable: true },
  );
  return (
    <Section title="Expiry">
      <Typography variant="body2" sx={{ mb: 1.5 }}>
        The certificate expires on {dayText(facts.notAfter)}. The next one has to be installed and assigned
        before. Your calendar can remind you 90, 30 and 7 days before that day.
      </Typography>
      <CalendarButton
        variant="outlined"
        isPending={add.isPending}
        problem={add.error ? sentenceOf(add.error) : undefined}
        onAdd={() => add.mutate()}
      />
    </Section>
  );
}
