import { dayText } from './dates.ts';
import type { SelectItem } from '../form/select-window.tsx';
import { StatusChip, type Tone } from './status-chip.tsx';

interface CertificateFacts {
  id: string;
  subjectName: string;
  serialNumber: { hex: string };
  /** ISO 8601. */
  notAfter: string;
}

/** A certificate in a window where certificates are chosen. */
export const certificateItem = (
  { id, subjectName, serialNumber, notAfter }: CertificateFacts,
  looks: { tone: Tone; text: string },
): SelectItem => ({
  id,
  label: subjectName,
  details: `Serial number ${serialNumber.hex}, valid until ${dayText(notAfter)}`,
  status: <StatusChip {...looks} />,
});
