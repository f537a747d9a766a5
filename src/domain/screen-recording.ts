import { certificateStatus, DAY_MS, EXPIRES_SOON_DAYS, isValid, type Validity } from './certificate.ts';
import { isForever } from './columns.ts';
import { daysLeft, listText } from './counted.ts';
import { OLDER_STAY } from './said.ts';
import { namesApart } from './same-name.ts';
import { states } from './states.ts';
import { difference, type Listed } from './draft-list.ts';
import { beginsLater, encryptedUntil, sameIds, type Consequence } from './ivr-profile.ts';
import { screenStop, stopText } from './turn-off.ts';

/** The rules about Screen Recording Certificates: what the list encrypts, and what must be acknowledged before it stops. */

export type ScreenEncryption<C extends Listed = Listed> =
  | { kind: 'encrypted' | 'about to run out'; certificates: C[]; until: string; days: number }
  /** `from`: when the first certificate of the list becomes valid; undefined where none is still to become valid. */
  | { kind: 'not encrypted'; isEmpty: boolean; from: string | undefined };

/** Whether screen recordings are encrypted at a given time, for which certificates, and until when without a gap. */
export function screenEncryption<C extends Listed>(list: readonly C[], now: Date): ScreenEncryption<C> {
  const until = encryptedUntil(list, now);
  if (until === undefined) {
    const future = list.filter((certificate) => certificateStatus(certificate, now).kind === 'not yet valid');
    const from = future.map(({ notBefore }) => notBefore).toSorted()[0];
    return { kind: 'not encrypted', isEmpty: list.length === 0, from };
  }
  const days = Math.floor((Date.parse(until) - now.getTime()) / DAY_MS);
  const certificates = list.filter((certificate) => isValid(certificate, now));
  return { kind: days <= EXPIRES_SOON_DAYS ? 'about to run out' : 'encrypted', certificates, until, days };
}

/** Formats a day in the reader's own way; the caller knows it. */
type DayText = (iso: string) => string;

/** The banner's sentence. */
export function encryptionSentence(encryption: ScreenEncryption, dayText: DayText): string {
  if (encryption.kind === 'not encrypted') {
    const because = encryption.isEmpty
      ? 'no certificate is in the list'
      : encryption.from === undefined
        ? 'every certificate in the list has expired'
        : `no certificate in the list is valid before ${dayText(encryption.from)}`;
    return `Screen recordings are not encrypted now: ${because}.`;
  }
  const { kind, certificates, until, days } = encryption;
  const end =
    kind === 'about to run out'
      ? `but only until ${dayText(until)}, in ${daysLeft(days)}`
      : isForever(until)
        ? 'without an end date'
        : `until ${dayText(until)}`;
  return `Screen recordings are encrypted now, for ${listed(certificates, dayText)}, ${end}.`;
}

/** What a save would change, as sentences; an empty list when nothing changes. */
export function saveConsequences(
  { before, after }: { before: readonly Listed[]; after: readonly Listed[] },
  now: Date,
  dayText: DayText,
): Consequence[] {
  const { added, removed } = difference(idsOf(before), idsOf(after));
  if (added.length + removed.length === 0) return [];
  const gone = before.filter(({ id }) => removed.includes(id));
  const later = after.filter(
    (certificate) =>
      added.includes(certificate.id) && certificateStatus(certificate, now).kind === 'not yet valid',
  );
  const encryption = screenEncryption(after, now);
  const stop = screenStop({ before, after }, now);
  const said: Consequence[] = [
    stop
      ? {
          severity: 'error',
          text: `From now on, ${stopText(stop, dayText)} ${OLDER_STAY}`,
        }
      : {
          severity: encryption.kind === 'encrypted' ? 'info' : 'warning',
          text: stateSentence(encryption, { wasFor: before.filter((each) => isValid(each, now)) }, dayText),
        },
  ];
  if (later.length > 0) {
    said.push(beginsLater(later.length, listed(later, dayText)));
  }
  if (gone.length > 0) {
    const opened = gone.filter((certificate) => isValid(certificate, now));
    const change =
      opened.length > 0
        ? `From now on, the private ${opened.length === 1 ? 'key' : 'keys'} of ${listed(opened, dayText)} will not open new screen recordings. `
        : '';
    said.push({
      severity: 'info',
      text: `${change}${listed(gone, dayText)} ${gone.length === 1 ? 'stays' : 'stay'} in the keystore to play older ones.`,
    });
  }
  return said;
}

function stateSentence(
  encryption: ScreenEncryption,
  { wasFor }: { wasFor: readonly Listed[] },
  dayText: DayText,
): string {
  if (encryption.kind === 'not encrypted') {
    return 'Screen recordings are still not encrypted: no certificate in the list is valid now.';
  }
  const { kind, certificates, until, days } = encryption;
  const keys = certificates.length === 1 ? 'Its private key opens' : 'Any one of their private keys opens';
  const end = kind === 'about to run out' ? ` Only until ${dayText(until)}, in ${daysLeft(days)}.` : '';
  const [since, asBefore] = sameIds(wasFor, certificates)
    ? ['Screen', ', as before']
    : ['From now on, screen', ''];
  return `${since} recordings are encrypted for ${listed(certificates, dayText)}${asBefore}. ${keys} them. ${OLDER_STAY}${end}`;
}

/** A save that only adds cannot stop encryption and needs no question. */
export const removesNothing = (
  before: readonly { id: string }[],
  after: readonly { id: string }[],
): boolean => difference(idsOf(before), idsOf(after)).removed.length === 0;

/** Why a certificate cannot be added, or undefined when it can. */
export function whyNotAddable(
  certificate: Validity & { id: string },
  wanted: readonly string[],
  now: Date,
): string | undefined {
  if (wanted.includes(certificate.id)) return 'Already in the list';
  if (certificateStatus(certificate, now).kind === 'expired') {
    return `${states.expired}: it plays older recordings, but cannot encrypt new ones`;
  }
  return undefined;
}

/**
 * Screen recording is set up after voice. Documented order: upload, have the certificate assigned, then use this
 * screen.
 */
export type VoiceSetUp = 'nothing uploaded' | 'nothing assigned' | 'done';

export function voiceSetUp(
  uploaded: number,
  profiles: readonly { certificates: readonly unknown[] }[],
): VoiceSetUp {
  if (profiles.some(({ certificates }) => certificates.length > 0)) return 'done';
  return uploaded === 0 ? 'nothing uploaded' : 'nothing assigned';
}

const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

/** The names in a sentence. */
function listed(certificates: readonly Listed[], dayText: DayText): string {
  const nameOf = namesApart(certificates, dayText);
  return listText(certificates.map((each) => `“${nameOf(each)}”`));
}
