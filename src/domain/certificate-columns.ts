import { backupState, backupText, type BackupCheck } from './backup.ts';
import {
  isAssignable,
  placeName,
  statusKinds,
  statusLooks,
  type Place,
  type Validity,
} from './certificate.ts';
import {
  dayWords,
  keySizeColumn,
  minuteWords,
  isoDay,
  serialNumberWords,
  statusWords,
  subjectNameWords,
  validUntilWords,
  wordsColumn,
  type ColumnWords,
  type Numbered,
  type Subject,
} from './columns.ts';
import { askedOf, type Get } from './list.ts';
import { namesApart } from './same-name.ts';
import { states } from './states.ts';
import { visible } from './visible.ts';

/** A certificate as lists answer it. */
interface Certificate extends Validity, Subject, Numbered {
  keyBits: number;
  uploadedBy: string;
  uploadedAt: string;
  assignedTo: Place[];
  id: string;
  replacedBy: { id: string; subjectName: string; serialNumber: { hex: string }; notAfter: string } | null;
  backupCheck: (BackupCheck & { location: string | null }) | null;
}

/** The columns by which the list is sorted. */
export const certificateSorts = [
  'uploadedAt',
  'subjectName',
  'serialNumber',
  'status',
  'notAfter',
  'backup',
  'keyBits',
  'assignedTo',
  'replacedBy',
  'uploadedBy',
] as const;

export const deletedSorts = ['deletedAt', 'subjectName', 'serialNumber', 'deletedBy', 'destroyedAt'] as const;

export const keySorts = ['key', 'alias', 'subjectName', 'notAfter', 'keyBits', 'status'] as const;

export type CertificateSort = (typeof certificateSorts)[number];
export type DeletedSort = (typeof deletedSorts)[number];
export type KeySort = (typeof keySorts)[number];

/** What the list is asked for when it is opened with this query string. */
export const askedCertificates = (get: Get) => ({
  ...askedOf(get, certificateSorts, '-uploadedAt'),
  status: statusKinds.find((kind) => kind === get('status')),
});

/** An expired certificate that is assigned nowhere is kept on purpose: its key opens older recordings. */
export const keptStatus = (row: Validity & { assignedTo: readonly Place[] }, now: Date) =>
  row.assignedTo.length === 0 && !isAssignable(row, now)
    ? ({ tone: 'neutral', text: states.keptForPlayback } as const)
    : statusLooks(row, now);

/** What the columns of the list say, for the screen and for the exported file. */
export const certificateWords = (now: Date) => ({
  subjectName: subjectNameWords<Certificate>(),
  serialNumber: serialNumberWords<Certificate>(),
  status: statusWords<Certificate>((row) => keptStatus(row, now)),
  notAfter: validUntilWords<Certificate>(),
  backup: {
    id: 'backup',
    header: 'Backup',
    width: 155,
    // Certificates that were never proven first, then the oldest proof.
    sortBy: (row) => Date.parse(row.backupCheck?.checkedAt ?? '1970-01-01'),
    text: (row) => backupText[backupState(row.backupCheck, now)],
    search: (row) => `${backupText[backupState(row.backupCheck, now)]}\n${row.backupCheck?.location ?? ''}`,
  } satisfies ColumnWords<Certificate>,
  keyBits: keySizeColumn<Certificate>(),
  assignedTo: wordsColumn<Certificate>('assignedTo', 'Assigned to', 225, assignedText),
  replacedBy: {
    ...wordsColumn<Certificate>('replacedBy', 'Successor', 200, (row) => successorName(row, isoDay)),
    // A search for the successor should not find its predecessor.
    isSearched: false,
  } satisfies ColumnWords<Certificate>,
  uploadedBy: wordsColumn<Certificate>('uploadedBy', 'Uploaded by', 140, (row) => row.uploadedBy),
  uploadedAt: minuteWords<Certificate>('uploadedAt', 'Uploaded', (row) => row.uploadedAt),
});

/** A successor often has the name of what it renews. */
export const successorName = (row: Certificate, dayText: (iso: string) => string): string =>
  row.replacedBy ? namesApart([row, row.replacedBy], dayText)(row.replacedBy) : '';

/** The columns of Recently deleted. */
export const deletedWords = <
  Row extends Subject & Numbered & { deletedAt: string; deletedBy: string; destroyedAt: string },
>() => ({
  subjectName: subjectNameWords<Row>(),
  serialNumber: { ...serialNumberWords<Row>(), width: 200 },
  deletedAt: minuteWords<Row>('deletedAt', 'Deleted', (row) => row.deletedAt),
  deletedBy: wordsColumn<Row>('deletedBy', 'Deleted by', 140, (row) => row.deletedBy),
  destroyedAt: { ...dayWords<Row>('destroyedAt', 'Destroyed after', (row) => row.destroyedAt), width: 155 },
});

/** The columns of Keys Management. Documented: it displays *Key* and *Alias*. */
export const keyWords = <
  Row extends Validity &
    Subject & { key: string | null; alias: string; keyBits: number; assignedTo: Place[] },
>(
  now: Date,
) => ({
  key: wordsColumn<Row>('key', 'Key', 150, (row) => row.key ?? 'None'),
  alias: {
    id: 'alias',
    header: 'Alias',
    sortBy: (row) => row.alias,
    text: (row) => visible(row.alias),
  } satisfies ColumnWords<Row>,
  subjectName: { ...subjectNameWords<Row>(), width: 210 },
  notAfter: validUntilWords<Row>(),
  keyBits: keySizeColumn<Row>(),
  status: statusWords<Row>((row) => keyStatus(row, now)),
});

/** A valid certificate that is in no profile encrypts nothing, so that is shown instead of its validity. */
export const keyStatus = (row: Validity & { assignedTo: readonly Place[] }, now: Date) =>
  row.assignedTo.length === 0 && isAssignable(row, now)
    ? ({ tone: 'neutral', text: states.notAssigned } as const)
    : keptStatus(row, now);

/** Whether somebody has asked for its assignment, only the requests say. */
export const assignedText = (row: { assignedTo: readonly Place[] }): string =>
  row.assignedTo.map(placeName).join(', ') || states.notAssigned;

/** `minuteText` formats a moment in the reader's language and time zone. */
export const backupTitle = ({ backupCheck }: Certificate, minuteText: (iso: string) => string) =>
  backupCheck
    ? `${minuteText(backupCheck.checkedAt)} by ${backupCheck.checkedBy}`
    : 'No check of a copy of the private key is recorded';
