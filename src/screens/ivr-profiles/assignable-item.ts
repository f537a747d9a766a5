import { isAssignable, statusLooks } from '../../domain/certificate.ts';
import { certificateItem } from '../../ui/page/certificate-item.tsx';
import type { SelectItem } from '../../ui/form/select-window.tsx';
import type { Listed } from '../../domain/draft-list.ts';
import { PLAYS_BACK_ONLY } from '../../domain/said.ts';

/**
 * A certificate in a window where certificates are chosen. An expired one can stay assigned, but it cannot be added.
 */
export const assignableItem = (certificate: Listed, now: Date): SelectItem => ({
  ...certificateItem(certificate, statusLooks(certificate, now)),
  unavailable: isAssignable(certificate, now) ? undefined : `It has expired: ${PLAYS_BACK_ONLY}`,
});
