import type { AnswerOf } from '../../contract/calls.ts';
import { backupState, backupText } from '../../domain/backup.ts';
import { isAssignable, placeName, statusLooks } from '../../domain/certificate.ts';
import {
  keySizeColumn,
  minuteWords,
  serialNumberWords,
  statusWords,
  subjectNameWords,
  validUntilWords,
  wordsColumn,
  type ColumnWords,
} from '../../ui/column-words.ts';
import { readSort } from '../../ui/sort.ts';

type Certificate = AnswerOf<'GET /api/certificates'>['items'][number];

/** The order of a list that nobody has sorted. */
export const NEWEST_FIRST = readSort('-uploadedAt');

/** What the columns of the list say, for the live list and for the static one. */
export const certificateWords = (now: Date) => ({
  subjectName: subjectNameWords<Certificate>(),
  serialNumber: serialNumberWords<Certificate>(),
  status: statusWords<Certificate>((row) => statusLooks(row, now)),
  notAfter: validUntilWords<Certificate>(),
  backup: {
    id: 'backup',
    header: 'Backup',
    width: 155,
    // Certificates that were never proven first, then the oldest proof.
    sortBy: (row) => Date.parse(row.backupCheck?.checkedAt ?? '1970-01-01'),
    text: (row) => backupText[backupState(row.backupCheck, now)],
    search: (row) => `${backupText[backupState(row.backupCheck, now)]} ${row.backupCheck?.location ?? ''}`,
  } satisfies ColumnWords<Certificate>,
  keyBits: keySizeColumn<Certificate>(),
  assignedTo: wordsColumn<Certificate>('assignedTo', 'Assigned to', 225, (row) => assignedText(row, now)),
  replacedBy: {
    ...wordsColumn<Certificate>('replacedBy', 'Replaced by', 200, (row) => row.replacedBy?.subjectName ?? ''),
    // A search for the successor should not find its predecessor.
    isSearched: false,
  } satisfies ColumnWords<Certificate>,
  uploadedBy: wordsColumn<Certificate>('uploadedBy', 'Uploaded by', 140, (row) => row.uploadedBy),
  uploadedAt: minuteWords<Certificate>('uploadedAt', 'Uploaded', (row) => row.uploadedAt),
});

/** An expired certificate cannot be assigned, so it is not waiting for that. */
export const assignedText = (row: Certificate, now: Date) => {
  if (row.assignedTo.length > 0) return row.assignedTo.map(placeName).join(', ');
  return isAssignable(row, now) ? 'Waiting for assignment' : 'Not assigned';
};

/** `minuteText` formats a moment in the reader's language and time zone. */
export const backupTitle = ({ backupCheck }: Certificate, minuteText: (iso: string) => string) =>
  backupCheck
    ? `${minuteText(backupCheck.checkedAt)} by ${backupCheck.checkedBy}`
    : 'No check of a copy of the private key is recorded';
