import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import type { Certificate } from '../../client/certificates.ts';
import { backupState, backupText } from '../../domain/backup.ts';
import {
  certificateStatus,
  isAssignable,
  placeName,
  statusText,
  statusTone,
} from '../../domain/certificate.ts';
import type { Column } from '../../ui/data-table.tsx';
import { dayText, minuteText } from '../../ui/dates.ts';
import { StatusChip } from '../../ui/status-chip.tsx';
import { BackupChip } from './backup.tsx';

export function CertificateStatusChip({ certificate, now }: { certificate: Certificate; now: Date }) {
  const status = certificateStatus(certificate, now);
  return <StatusChip tone={statusTone[status.kind]} text={statusText(status)} />;
}

/** What has expired waits for nothing: it cannot be assigned any more. */
const assignedText = (row: Certificate, now: Date) => {
  if (row.assignedTo.length > 0) return row.assignedTo.map(placeName).join(', ');
  return isAssignable(row, now) ? 'Waiting for assignment' : 'Not assigned';
};

const backupTitle = ({ backupCheck }: Certificate) =>
  backupCheck
    ? `${minuteText(backupCheck.checkedAt)} by ${backupCheck.checkedBy}`
    : 'No check of a copy of the private key is recorded';

/** The columns of the list, in their order. Ids are those of the tenant's `sort` where it has one. */
export const certificateColumns = (now: Date): Column<Certificate>[] => [
  {
    id: 'subjectName',
    header: 'Subject Name',
    twoLines: true,
    sortBy: (row) => row.subjectName,
    text: (row) => `${row.subjectName} ${row.subjectDn} ${row.issuerDn}`,
    cell: (row) => (
      <Link to={paths.certificate(row.id)} title={row.subjectDn}>
        {row.subjectName}
      </Link>
    ),
  },
  {
    id: 'serialNumber',
    header: 'Serial Number',
    width: 140,
    // The tenant's order too: by value, which for hexadecimal of one length is the order of the text.
    sortBy: (row) => row.serialNumber.hex.replace('-', '').padStart(64, '0'),
    text: (row) => `${row.serialNumber.hex} ${row.serialNumber.decimal} ${row.sha256}`,
    cell: (row) => <code title={row.serialNumber.hex}>{row.serialNumber.hex}</code>,
  },
  {
    id: 'status',
    header: 'Status',
    width: 190,
    sortBy: (row) => Date.parse(row.notAfter),
    text: (row) => statusText(certificateStatus(row, now)),
    cell: (row) => <CertificateStatusChip certificate={row} now={now} />,
  },
  {
    id: 'notAfter',
    header: 'Valid until',
    width: 130,
    sortBy: (row) => Date.parse(row.notAfter),
    cell: (row) => dayText(row.notAfter),
  },
  {
    id: 'backup',
    header: 'Backup',
    width: 155,
    // The oldest proof first, and before it what was never proven.
    sortBy: (row) => Date.parse(row.backupCheck?.checkedAt ?? '1970-01-01'),
    text: (row) => `${backupText[backupState(row.backupCheck, now)]} ${row.backupCheck?.location ?? ''}`,
    cell: (row) => (
      <span title={backupTitle(row)}>
        <BackupChip certificate={row} now={now} />
      </span>
    ),
  },
  {
    id: 'keyBits',
    header: 'Key size',
    width: 115,
    sortBy: (row) => row.keyBits,
    text: (row) => `${row.keyBits} bits`,
    cell: (row) => `${row.keyBits} bits`,
  },
  {
    id: 'assignedTo',
    header: 'Assigned to',
    width: 225,
    sortBy: (row) => assignedText(row, now),
    text: (row) => assignedText(row, now),
    cell: (row) =>
      row.assignedTo.length === 0 ? (
        <StatusChip tone="neutral" text={assignedText(row, now)} />
      ) : (
        <span title={assignedText(row, now)}>{assignedText(row, now)}</span>
      ),
  },
  {
    id: 'replacedBy',
    header: 'Replaced by',
    width: 200,
    sortBy: (row) => row.replacedBy?.subjectName ?? '',
    cell: (row) =>
      row.replacedBy && <Link to={paths.certificate(row.replacedBy.id)}>{row.replacedBy.subjectName}</Link>,
  },
  {
    id: 'uploadedBy',
    header: 'Uploaded by',
    width: 140,
    sortBy: (row) => row.uploadedBy,
    text: (row) => row.uploadedBy,
    cell: (row) => row.uploadedBy,
  },
  {
    id: 'uploadedAt',
    header: 'Uploaded',
    width: 205,
    sortBy: (row) => Date.parse(row.uploadedAt),
    cell: (row) => minuteText(row.uploadedAt),
  },
];
