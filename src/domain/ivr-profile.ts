import { certificateStatus, DAY_MS, EXPIRES_SOON_DAYS, isValid, type Validity } from './certificate.ts';
import { dayWords, wordsColumn, type ColumnWords } from './columns.ts';
import { daysLeft, listText } from './counted.ts';
import { NOTHING_UNTIL_THEN, OLDER_STAY } from './said.ts';
import { namesApart } from './same-name.ts';
import { states } from './states.ts';

/**
 * The rules about IVR profiles: which key a certificate has in a profile, which profile encrypts which call, and what
 * assigning and unassigning change.
 */

/** The Annex section of an IVR profile from which the recorder reads the certificates. */
export const CONFIGURATION_SECTION = 'recording-certificates';

/** On Azure every upload lands in the profile of this name. */
export const AZURE_PROFILE_NAME = 'record';

export interface Profile {
  id: string;
  name: string;
  /** `gvp.general.service-type` */
  serviceType: string;
  /** `gvp.general.geo-location` */
  geoLocation: string | null;
  isDefault: boolean;
}

/** The platform looks for a recording's certificates only in profiles of this service type. */
export const recordsCalls = ({ serviceType }: Pick<Profile, 'serviceType'>): boolean =>
  serviceType === 'record';

/** The *Key* that Keys Management shows: the name of the certificate's parameter in the section. */
export const keyName = (number: number | ''): string => `certificate-${number}`;

export const keyNumber = (name: string): number => Number(name.replace(/^certificate-/, ''));

/** The section as text, to read or to copy. A certificate that is not saved yet has a key and no value. */
export const configurationText = (options: readonly { key: string; value: string | undefined }[]): string =>
  [
    `[${CONFIGURATION_SECTION}]`,
    ...options.map(({ key, value = '' }) => `${key} =\n${value.trimEnd()}`),
    '',
  ].join('\n');

/**
 * The key numbers of a profile after its list becomes `wanted`. A certificate that stays keeps its number, because the
 * recorder knows it by that number; a new one gets the lowest free number, counted from 1.
 */
export function keyNumbers(
  before: ReadonlyMap<string, number>,
  wanted: readonly string[],
): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const id of wanted) {
    const number = before.get(id);
    if (number !== undefined) numbers.set(id, number);
  }
  const taken = new Set(numbers.values());
  let free = 1;
  for (const id of wanted) {
    if (numbers.has(id)) continue;
    while (taken.has(free)) free++;
    numbers.set(id, free);
    taken.add(free);
  }
  return new Map([...numbers].sort(([, a], [, b]) => a - b));
}

export type Encryption =
  | { kind: 'encrypted'; until: string }
  | { kind: 'about to run out'; until: string; days: number }
  | { kind: 'not encrypted' }
  | { kind: 'does not record' };

/**
 * The first and the last second of a validity both belong to it: a certificate that starts one second after the
 * previous one ends leaves no gap.
 */
const SECOND_MS = 1000;

/**
 * The time (ISO 8601, UTC) until which at least one certificate is valid without a gap; undefined when none is valid
 * now.
 */
export function encryptedUntil(certificates: readonly Validity[], now: Date): string | undefined {
  let reach = now.getTime();
  let until: string | undefined;
  for (const { notBefore, notAfter } of certificates.toSorted(
    (a, b) => Date.parse(a.notBefore) - Date.parse(b.notBefore),
  )) {
    const end = Date.parse(notAfter);
    const joins = Date.parse(notBefore) <= (until === undefined ? reach : reach + SECOND_MS);
    if (!joins || end < reach) continue;
    reach = end;
    until = notAfter;
  }
  return until;
}

/** Whether the calls that pick this profile are encrypted, and for how long. */
export function encryptionOf(
  profile: Pick<Profile, 'serviceType'> & { certificates: readonly Validity[] },
  now: Date,
): Encryption {
  if (!recordsCalls(profile)) return { kind: 'does not record' };
  const until = encryptedUntil(profile.certificates, now);
  if (until === undefined) return { kind: 'not encrypted' };
  const days = Math.floor((Date.parse(until) - now.getTime()) / DAY_MS);
  return days <= EXPIRES_SOON_DAYS ? { kind: 'about to run out', until, days } : { kind: 'encrypted', until };
}

export function encryptionText(encryption: Encryption): string {
  switch (encryption.kind) {
    case 'encrypted':
      return states.encrypted;
    case 'about to run out':
      return `${states.aboutToRunOut} in ${daysLeft(encryption.days)}`;
    case 'not encrypted':
      return states.notEncrypted;
    case 'does not record':
      return states.doesNotRecord;
  }
}

/** When the encryption of a profile ends; undefined where its calls are not encrypted. */
export function untilOf(profile: Parameters<typeof encryptionOf>[0], now: Date): string | undefined {
  const encryption = encryptionOf(profile, now);
  return 'until' in encryption ? encryption.until : undefined;
}

/** The order of the tenant’s profiles, and the columns by which their list is sorted. */
export const ivrProfileSorts = ['position', 'name', 'geoLocation', 'serviceType', 'certificates'] as const;
export type IvrProfileSort = (typeof ivrProfileSorts)[number];

/** What the columns of the list say, for the screen and for the exported file. */
export const ivrProfileWords = <Row extends Profile & { certificates: readonly Named[] }>(
  now: Date,
  nameOf: (certificate: Named) => string = ({ subjectName }) => subjectName,
) => ({
  name: {
    id: 'name',
    header: 'Name',
    sortBy: (row) => row.name,
    text: (row) => row.name,
  } satisfies ColumnWords<Row>,
  geoLocation: wordsColumn<Row>('geoLocation', 'Geo-location', 140, (row) => row.geoLocation ?? '–'),
  serviceType: wordsColumn<Row>(
    'serviceType',
    'Service type',
    155,
    (row) => `${row.serviceType}${row.isDefault ? ', default' : ''}`,
  ),
  encryption: wordsColumn<Row>('encryption', 'Recording', 265, (row) =>
    encryptionText(encryptionOf(row, now)),
  ),
  until: dayWords<Row>('until', 'Until', (row) => untilOf(row, now)),
  certificates: wordsColumn<Row>('certificates', 'Certificates', 320, ({ certificates }) =>
    certificates.map(nameOf).join(', '),
  ),
});

/** Which of the documented rules picked the profile of a call. */
export type PickedBy = 'geo-location' | 'only one' | 'named record' | 'default';

export const pickedByText: Record<PickedBy, string> = {
  'geo-location': 'It has the geo-location of the call.',
  'only one': 'The call has no geo-location, and there is only one profile for recording.',
  'named record': 'It is the profile named record.',
  default: 'It is the default profile.',
};

/**
 * The profile that the platform picks for a call. Documented, among the profiles for recording: the one with the call's
 * geo-location; for a call without a geo-location, the only profile if there is just one; then the one named `record`;
 * then the default one.
 */
export function pickProfile<P extends Profile>(
  profiles: readonly P[],
  geoLocation: string | null,
): { profile: P; by: PickedBy } | undefined {
  const recording = profiles.filter(recordsCalls);
  const picked = (profile: P | undefined, by: PickedBy) => profile && { profile, by };
  return (
    picked(
      geoLocation === null ? undefined : recording.find((profile) => profile.geoLocation === geoLocation),
      'geo-location',
    ) ??
    picked(geoLocation === null && recording.length === 1 ? recording[0] : undefined, 'only one') ??
    picked(
      recording.find(({ name }) => name === AZURE_PROFILE_NAME),
      'named record',
    ) ??
    picked(
      recording.find(({ isDefault }) => isDefault),
      'default',
    )
  );
}

export type CallFrom =
  | { kind: 'geo-location'; geoLocation: string }
  | { kind: 'another geo-location' }
  | { kind: 'no geo-location' };

/** In a sentence. */
export function callsFrom(from: CallFrom): string {
  switch (from.kind) {
    case 'geo-location':
      return `calls from ${from.geoLocation}`;
    case 'another geo-location':
      return 'calls from any other geo-location';
    case 'no geo-location':
      return 'calls without a geo-location';
  }
}

export interface Coverage<P> {
  from: CallFrom;
  /** undefined: no profile is picked, and the call is not encrypted. */
  picked: { profile: P; by: PickedBy } | undefined;
  encryption: Encryption;
}

/** Stands for a geo-location that no profile has: an empty text is never the geo-location of a profile. */
const ANOTHER = '';

/** Every kind of call that the tenant can have, with the profile that encrypts it. */
export function coverageOf<P extends Profile & { certificates: readonly Validity[] }>(
  profiles: readonly P[],
  now: Date,
): Coverage<P>[] {
  const geoLocations = [...new Set(profiles.filter(recordsCalls).map(({ geoLocation }) => geoLocation))]
    .filter((geoLocation) => geoLocation !== null)
    .toSorted();
  const row = (from: CallFrom, geoLocation: string | null): Coverage<P> => {
    const picked = pickProfile(profiles, geoLocation);
    return {
      from,
      picked,
      encryption: picked ? encryptionOf(picked.profile, now) : { kind: 'not encrypted' },
    };
  };
  return [
    ...geoLocations.map((geoLocation) => row({ kind: 'geo-location', geoLocation }, geoLocation)),
    row({ kind: 'another geo-location' }, ANOTHER),
    row({ kind: 'no geo-location' }, null),
  ];
}

interface Named extends Validity {
  id: string;
  subjectName: string;
  serialNumber: { hex: string };
}

export interface Consequence {
  severity: 'info' | 'warning' | 'error';
  text: string;
}

/** Of certificates that are added and whose validity is still to come. */
export const beginsLater = (count: number, names: string): Consequence => ({
  severity: 'warning',
  text: `${states.notYetValid}: ${names}. ${count === 1 ? NOTHING_UNTIL_THEN : 'Until then nothing is encrypted for them.'}`,
});

/** What saving would change, as sentences; an empty list when nothing changes. */
export function consequences(
  {
    name,
    serviceType,
    before,
    after,
  }: Pick<Profile, 'name' | 'serviceType'> & { before: readonly Named[]; after: readonly Named[] },
  now: Date,
  dayText: (iso: string) => string,
): Consequence[] {
  const nameOf = namesApart([...before, ...after], dayText);
  const listed = (certificates: readonly Named[]) =>
    listText(certificates.map((each) => `“${nameOf(each)}”`));
  const added = after.filter(({ id }) => !before.some((other) => other.id === id));
  const removed = before.filter(({ id }) => !after.some((other) => other.id === id));
  if (added.length === 0 && removed.length === 0) return [];
  if (!recordsCalls({ serviceType })) {
    return [{ severity: 'info', text: `No recorded call picks ${name}, so nothing is encrypted by it.` }];
  }
  const valid = after.filter((certificate) => isValid(certificate, now));
  const validBefore = before.filter((certificate) => isValid(certificate, now));
  const was = validBefore.length > 0;
  const isSame = sameIds(validBefore, valid);
  const said: Consequence[] = [
    valid.length === 0
      ? {
          severity: 'error',
          text: `${was ? `From now on, calls that pick ${name} are` : `Calls that pick ${name} are still`} not encrypted: it has no valid certificate.`,
        }
      : {
          severity: 'info',
          text: `${isSame ? 'Calls' : 'From now on, calls'} that pick ${name} are encrypted for ${listed(valid)}${isSame ? ', as before' : ''}. ${valid.length === 1 ? 'Its private key opens' : 'Any one of their private keys opens'} them.`,
        },
  ];
  const later = added.filter((certificate) => certificateStatus(certificate, now).kind === 'not yet valid');
  if (later.length > 0) {
    said.push(beginsLater(later.length, listed(later)));
  }
  const opened = removed.filter((certificate) => isValid(certificate, now));
  if (opened.length > 0) {
    said.push({
      severity: 'warning',
      text: `From now on, the private ${opened.length === 1 ? 'key' : 'keys'} of ${listed(opened)} will not open new recordings.`,
    });
  }
  if (removed.length > 0) {
    said.push({
      severity: 'info',
      text: `${OLDER_STAY} ${listed(removed)} ${removed.length === 1 ? 'stays' : 'stay'} in the keystore to play them back.`,
    });
  } else {
    said.push({ severity: 'info', text: OLDER_STAY });
  }
  return said;
}

/** Whether both are the same certificates, in whatever order. */
export const sameIds = (before: readonly { id: string }[], after: readonly { id: string }[]): boolean =>
  before.length === after.length && after.every(({ id }) => before.some((each) => each.id === id));
