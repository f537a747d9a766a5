import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { sentenceOf } from '../../client/call.ts';
import { clockNow } from '../../client/clock.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import { expiryCalendarCode } from '../../client/queries/expiry-calendar.ts';
import { isoDay } from '../../domain/columns.ts';
import { nameApart } from '../../domain/same-name.ts';
import { CalendarButton } from '../../ui/form/calendar-button.tsx';
import { downloadFile } from '../../ui/form/download.ts';
import { loadCode } from '../../ui/hooks/load-code.ts';

interface AddToCalendarProps {
  certificates: readonly Certificate[];
  /** The name of the file, without its ending. */
  fileName: string;
  variant?: 'contained' | 'text';
}

/**
 * Saves the expiry dates as a calendar file that every calendar program imports. Importing it again updates the events.
 */
export function AddToCalendar({ certificates, fileName, variant = 'text' }: AddToCalendarProps) {
  const add = useAct(
    {
      mutationFn: async () => {
        const { CALENDAR_TYPE, comingExpiries, expiryCalendar } = await loadCode(expiryCalendarCode);
        const asOf = clockNow();
        const text = await expiryCalendar(
          comingExpiries(certificates, asOf).map((each) => ({
            sha256: each.sha256,
            subjectName: nameApart(each, isoDay),
            notAfter: each.notAfter,
            renewUrl: location.origin + paths.renew(each.id),
          })),
          { name: 'Recording certificates', asOf },
        );
        downloadFile(`${fileName}.ics`, text, CALENDAR_TYPE);
      },
    },
    { repeatable: true },
  );
  return (
    <CalendarButton
      size="small"
      variant={variant}
      isPending={add.isPending}
      problem={add.error ? sentenceOf(add.error) : undefined}
      onAdd={() => add.mutate()}
    />
  );
}
