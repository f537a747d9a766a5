import { certificateStatus, isAssignable, statusText, statusTone } from '../../domain/certificate.ts';
import { dayText } from '../../ui/dates.ts';
import type { SelectItem } from '../../ui/select-window.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import type { KnownCertificate } from './known-certificates.ts';

/** A certificate as a window offers it. An expired one stays where it is, and cannot be added. */
export function certificateItem(certificate: KnownCertificate, now: Date): SelectItem {
  const status = certificateStatus(certificate, now);
  return {
    id: certificate.id,
    label: certificate.subjectName,
    details: `Serial number ${certificate.serialNumber.hex}, valid until ${dayText(certificate.notAfter)}`,
    status: <StatusChip tone={statusTone[status.kind]} text={statusText(status)} />,
    unavailable: isAssignable(certificate, now)
      ? undefined
      : 'It has expired: it plays back older recordings but can no longer be assigned.',
  };
}
