import type { AnswerOf } from '../../contract/calls.ts';
import { isAssignable, placeName } from '../../domain/certificate.ts';

type Certificate = AnswerOf<'GET /api/certificates'>['items'][number];

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
