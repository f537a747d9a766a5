import { DAY_MS, EXPIRES_SOON_DAYS, type Validity } from './certificate.ts';
import { encryptedUntil } from './ivr-profile.ts';

/** Voice and screen recordings are renewed in two places by two people, so one of the two is easily forgotten. */
export interface ForgottenRenewal<C> {
  forgotten: 'voice' | 'screen recording';
  /** Days until the forgotten side is no longer encrypted; negative when it has already stopped. */
  days: number;
  /** The certificate that renewed the other side. */
  renewedWith: C;
}

/**
 * A side is forgotten if its encryption ends within 90 days, or has ended, while the other side has a certificate that
 * ends later and that this side does not have. An empty side is not forgotten: screen recording may not have been
 * bought, or voice not set up.
 */
export function forgottenRenewal<C extends Validity & { id: string }>(
  { voice, screen }: { voice: readonly C[]; screen: readonly C[] },
  now: Date,
): ForgottenRenewal<C> | undefined {
  return compare('screen recording', screen, voice, now) ?? compare('voice', voice, screen, now);
}

function compare<C extends Validity & { id: string }>(
  side: ForgottenRenewal<C>['forgotten'],
  own: readonly C[],
  others: readonly C[],
  now: Date,
): ForgottenRenewal<C> | undefined {
  if (own.length === 0) return undefined;
  const ends = encryptedUntil(own, now) ?? latest(own)?.notAfter ?? '';
  // Not encrypted now, and it will be: nothing runs out.
  if (encryptedUntil(own, now) === undefined && Date.parse(ends) >= now.getTime()) return undefined;
  const days = Math.floor((Date.parse(ends) - now.getTime()) / DAY_MS);
  const renewedWith = latest(others.filter(({ id }) => !own.some((each) => each.id === id)));
  if (!renewedWith || days > EXPIRES_SOON_DAYS) return undefined;
  return Date.parse(renewedWith.notAfter) > Date.parse(ends)
    ? { forgotten: side, days, renewedWith }
    : undefined;
}

const latest = <C extends Validity>(certificates: readonly C[]): C | undefined =>
  certificates.toSorted((a, b) => Date.parse(b.notAfter) - Date.parse(a.notAfter))[0];
