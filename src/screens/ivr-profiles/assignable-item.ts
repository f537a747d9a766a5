import { isAssignable, statusLooks } from '../../domain/certificate.ts';
import { certificateItem } from '../../ui/certificate-item.tsx';
import type { SelectItem } from '../../ui/select-window.tsx';
import type { KnownCertificate } from './known-certificates.ts';

/** A certificate as a window offers it. An expired one stays where it is, and cannot be added. */
export const assignableItem = (certificate: KnownCertificate, now: Date): SelectItem => ({
  ...certificateItem(certificate, statusLooks(certificate, now)),
  unavailable: isAssignable(certificate, now)
    ? undefined
    : 'It has expired: it plays back older recordings but can no longer be assigned.',
});
