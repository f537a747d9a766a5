import { DAY_MS, EXPIRES_SOON_DAYS, type Validity } from './certificate.ts';
import { listText } from './counted.ts';
import type { Role } from './session.ts';
import { callsFrom, coverageOf, encryptedUntil, type Profile } from './ivr-profile.ts';

/**
 * The guard of encryption. A save after which recordings are no longer encrypted, or end to be soon, is confirmed by a
 * person, whichever list is saved. The tenant refuses it otherwise (`encryption_would_stop`). No other act can do it: a
 * certificate in use cannot be deleted, and assigning only adds.
 */

export type Stop = { /** "calls from emea" */ of: string } & (
  | { kind: 'at once' }
  /** Without the save, the encryption would last longer. */
  | { kind: 'sooner'; until: string }
  /** Documented: to remove the last certificate of the screen recording list is confirmed, even an expired one. */
  | { kind: 'last one' }
);

/** Formats a day in the reader's own way; the caller knows it. */
type DayText = (iso: string) => string;

/** What a save of a profile's list stops. A certificate covers only the calls that pick its profile. */
export function voiceStop(
  profiles: readonly (Profile & { certificates: readonly Validity[] })[],
  { id, after }: { id: string; after: readonly Validity[] },
  now: Date,
): Stop | undefined {
  const calls = coverageOf(profiles, now).filter(({ picked }) => picked?.profile.id === id);
  const before = calls[0]?.picked?.profile.certificates ?? [];
  return stopOf(listText(calls.map(({ from }) => callsFrom(from))), { before, after }, now);
}

/** What a save of Screen Recording Certificates stops. */
export function screenStop(
  change: { before: readonly Validity[]; after: readonly Validity[] },
  now: Date,
): Stop | undefined {
  const of = 'screen recordings';
  const emptied = change.after.length === 0 && change.before.length > 0;
  return stopOf(of, change, now) ?? (emptied ? { of, kind: 'last one' } : undefined);
}

function stopOf(
  of: string,
  { before, after }: { before: readonly Validity[]; after: readonly Validity[] },
  now: Date,
): Stop | undefined {
  const was = encryptedUntil(before, now);
  if (was === undefined) return undefined;
  const until = encryptedUntil(after, now);
  if (until === undefined) return { of, kind: 'at once' };
  const soon = Date.parse(until) - now.getTime() <= EXPIRES_SOON_DAYS * DAY_MS;
  return soon && Date.parse(until) < Date.parse(was) ? { of, kind: 'sooner', until } : undefined;
}

/** What the dialog and the refusal say after "From now on," and "After this save,". */
export function stopText(stop: Stop, dayText: DayText): string {
  switch (stop.kind) {
    case 'at once':
      return `${stop.of} will not be encrypted.`;
    case 'sooner':
      return `${stop.of} will be encrypted only until ${dayText(stop.until)}.`;
    case 'last one':
      return `${stop.of} will still not be encrypted: no certificate is left in the list.`;
  }
}

export function stopTitle({ kind, of }: Stop): string {
  switch (kind) {
    case 'at once':
      return `Turn off the encryption of ${of}?`;
    case 'sooner':
      return `Let the encryption of ${of} end earlier?`;
    case 'last one':
      return `Remove the last certificate for ${of}?`;
  }
}

/** The worst of several stops, about all that stops in that way: it gives their dialog its title and its button. */
export function worstOf(stops: readonly Stop[]): Stop | undefined {
  const worst = (['at once', 'sooner', 'last one'] as const)
    .map((kind) => stops.filter((stop) => stop.kind === kind))
    .find((found) => found.length > 0);
  return worst?.[0] && { ...worst[0], of: listText(worst.map(({ of }) => of)) };
}

/** The button does what it says. */
export const stopLabel: Record<Stop['kind'], string> = {
  'at once': 'Turn off encryption',
  sooner: 'Let encryption end',
  'last one': 'Remove the last certificate',
};

/** What the audit log says; undefined where nothing was encrypted before. */
export function stopEntry(stop: Stop, role: Role): string | undefined {
  if (stop.kind === 'last one') return undefined;
  const what =
    stop.kind === 'at once'
      ? 'are no longer encrypted'
      : `are encrypted only until ${stop.until.slice(0, 10)}`;
  return `${stop.of} ${what}, as discussed with the ${otherPerson(role)}`;
}

const otherPerson = (role: Role): string =>
  role === 'professional' ? 'administrator' : 'Genesys Professional';

/** With whom each of the two persons discusses it. */
export const discussWith = (role: Role): string =>
  `${role === 'professional' ? 'the' : 'my'} ${otherPerson(role)}`;

/** The word that a person types before they may save a list that stops encryption. */
export const ACKNOWLEDGEMENT_WORD = 'unencrypted';

export interface Acknowledgement {
  typed: string;
  /** With the other of the two persons. */
  discussed: boolean;
}

export const isAcknowledged = (acknowledgement: Acknowledgement | undefined): boolean =>
  acknowledgement !== undefined &&
  acknowledgement.discussed &&
  acknowledgement.typed.trim().toLowerCase() === ACKNOWLEDGEMENT_WORD;
