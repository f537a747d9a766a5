import { Link } from 'react-router';
import { paths } from '../../paths.ts';
import type { AuditEntry } from '../../client/queries/audit-log.ts';
import { summaryText } from '../../domain/audit.ts';
import { CONFIRMING_DIGITS } from '../../domain/certificate.ts';
import { summaryParts } from '../../domain/audit-summary.ts';
import { calendarDayText } from '../../ui/page/dates.ts';

/** What was done. The names of certificates are links; of a serial number, the last digits are shown. */
export const Summary = ({ entry }: { entry: AuditEntry }) =>
  summaryParts(summaryText(entry)).map((part, index) => {
    if (typeof part === 'string') return <span key={index}>{part}</span>;
    const { name, serialHex, ends } = part;
    const known = entry.certificates.find((each) => each.serialHex === serialHex);
    const digits = serialHex.slice(-CONFIRMING_DIGITS);
    return (
      <span key={index} title={serialHex}>
        {known ? (
          <Link to={paths.certificate(known.id)}>
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <b>
            <bdi>{name}</bdi>
          </b>
        )}{' '}
        {`(${ends === undefined ? '' : `until ${calendarDayText(ends)}, `}${digits === serialHex ? '' : '…'}${digits})`}
      </span>
    );
  });
