import { DAY_MS, SCREEN_RECORDING_NAME } from '../../domain/certificate.ts';
import { numberText } from '../../domain/counted.ts';
import type { RecordingKind } from '../../domain/recording.ts';
import { addRecordings, whoCalled, type DemoRecording } from './demo-recordings.ts';
import { daysFrom, type DemoPair, type PairName } from './demo-pairs.ts';
import { assertMediaFits } from '../recorder/media-quota.ts';
import { Refused } from '../http/problem.ts';
import { recordEntry, type Actor } from '../store/audit-log.ts';
import { isLogEmpty } from '../store/audit-chain.ts';
import { backdateHistory, insertPeriod, SCREEN_RECORDING } from '../store/assignment-history.ts';
import { insertPair, isKeystoreEmpty, recordChange } from '../store/certificates.ts';
import type { Database } from '../store/database.ts';
import { listIvrProfiles, replaceAssignments } from '../store/ivr-profiles.ts';
import { storeWithMedia } from '../store/loose-media.ts';
import { hasRecordings, insertRecording } from '../store/recordings.ts';
import { replaceScreenRecordingCertificates } from '../store/screen-recording.ts';
import {
  callUuid,
  mediumOf,
  prepare,
  spokenSentence,
  testPicture,
  type Medium,
} from '../recorder/test-call.ts';
import type { OpenTenant } from '../tenants.ts';
import { inThread } from '../operations/threads.ts';

/**
 * Data of a tenant that has been used for two years: renewed and expired certificates, assignments, and 200 recordings
 * of the last year, so that a newcomer sees a realistic console. Filled in only on request, and only into an empty
 * tenant.
 */

/** Which pair renews which; a renewed pair comes before the pair that renews it. */
const renewals: Partial<Record<PairName, Exclude<PairName, 'lost'>>> = {
  second: 'first',
  current: 'second',
  next: 'emea',
};

/** The geo-locations from which the calls of a profile come; null: from none. */
const geoLocations = {
  IVR_Default_Record: null,
  record_us_west: 'us-west',
  record_us_east: 'us-east',
  record_emea: 'emea',
};

/**
 * Series of recordings: how many, from when to when (days before now), which profile, and encrypted for which pairs.
 * Those of no kind are of the voice.
 */
const series: {
  count: number;
  from: number;
  to: number;
  kind?: RecordingKind;
  profile: keyof typeof geoLocations;
  encryptedFor: PairName[];
}[] = [
  { count: 10, from: 330, to: 300, profile: 'record_us_east', encryptedFor: ['lost'] },
  { count: 60, from: 360, to: 46, profile: 'record_us_west', encryptedFor: ['second'] },
  { count: 10, from: 44, to: 36, profile: 'record_us_west', encryptedFor: ['second', 'current'] },
  { count: 40, from: 35, to: 0, profile: 'record_us_west', encryptedFor: ['current'] },
  { count: 38, from: 290, to: 0, profile: 'record_emea', encryptedFor: ['emea'] },
  { count: 7, from: 20, to: 0, profile: 'IVR_Default_Record', encryptedFor: [] },
  { count: 30, from: 190, to: 0, kind: 'screen', profile: 'record_us_west', encryptedFor: ['screen'] },
  { count: 5, from: 215, to: 201, kind: 'screen', profile: 'record_us_west', encryptedFor: [] },
];

/** The history of the tenant begins with its first certificate, in days before now. */
const HISTORY_DAYS = 760;

/**
 * Assignments, from and to in days from now; without `to` they still last. When the profiles were renewed 44 days ago,
 * the default profile was forgotten. Screen recordings were not encrypted for two weeks.
 */
const assignments: { place: string; pair: PairName; from: number; to?: number }[] = [
  { place: 'IVR_Default_Record', pair: 'second', from: -398 },
  { place: 'record_us_west', pair: 'first', from: -758, to: -390 },
  { place: 'record_us_west', pair: 'second', from: -398 },
  { place: 'record_us_west', pair: 'current', from: -44 },
  { place: 'record_us_east', pair: 'second', from: -398, to: -330 },
  { place: 'record_us_east', pair: 'lost', from: -330, to: -275 },
  { place: 'record_us_east', pair: 'second', from: -276 },
  { place: 'record_us_east', pair: 'current', from: -44 },
  { place: 'record_emea', pair: 'emeaFirst', from: -688, to: -290 },
  { place: 'record_emea', pair: 'emea', from: -308 },
  { place: SCREEN_RECORDING, pair: 'screenFirst', from: -578, to: -198 },
  { place: SCREEN_RECORDING, pair: 'screen', from: -200 },
];

/** The profiles whose data a tenant with a single profile gets. */
const placesOfOne = ['record_us_west', 'record_emea'];

/** More recordings than there are in the series are wanted at a start only, because they hold the server. */
interface Wanted {
  recordings: number;
  /** Gets the number of recordings that are stored so far. */
  told: (stored: number) => void;
}

/** Answers the number of certificates and recordings. Refuses a tenant that already has any. */
export async function fillWithDemoData(
  store: OpenTenant,
  actor: Actor,
  now: Date,
  { recordings: wanted, told }: Wanted = { recordings: 0, told: () => {} },
): Promise<{ certificates: number; recordings: number }> {
  const { database } = store;
  refuseUnlessEmpty(database);
  const asker = { store, username: actor.username };
  const made = await inThread(asker, 'demoPairs', { tenant: store.tenant, now });
  const recordings = await recordAll(asker, made, now);
  const { lost: _, ...kept } = made;
  const bytes = recordings.reduce((sum, { content }) => sum + content.length, 0);
  assertMediaFits(store, [{ byteLength: bytes * Math.max(1, wanted / recordings.length) }]);
  await storeWithMedia(store, recordings.map(mediumOf), () => {
    refuseUnlessEmpty(database);
    for (const [name, { pkcs8, ...certificate }] of Object.entries(kept) as [keyof typeof kept, DemoPair][]) {
      const replaces = renewals[name];
      insertPair(
        database,
        certificate,
        store.seal.seal(pkcs8, certificate.id),
        replaces && kept[replaces].id,
      );
      recordChange(database, { session: actor.session, certificate: certificate.id, kind: 'added' });
    }
    assignAll(store, made, actor, now);
    for (const { recording, pkcs7, recipients } of recordings) {
      insertRecording(database, recording, pkcs7, recipients);
    }
    assertMediaFits(store);
    const fill = {
      at: now.toISOString(),
      what: `Filled the tenant with demo data: ${Object.keys(kept).length} certificates, ${recordings.length} recordings`,
      certificates: [],
    };
    const past = history(store, made, now);
    // Entries are in the order of their time, so only a log that begins with the past can tell its times.
    const isFirst = isLogEmpty(database);
    const entries = isFirst
      ? [...past.map((each) => Object.assign(each, { what: `Demo data: ${each.what}` })), fill]
      : [
          fill,
          ...past.map(({ at, what, certificates }) => ({
            at: fill.at,
            what: `Demo data, ${at.slice(0, 10)}: ${what}`,
            certificates,
          })),
        ];
    for (const { at, what, certificates } of entries) {
      recordEntry(database, actor, { at, action: 'demo-data.filled', summary: what, certificates });
    }
  });
  for (const { pkcs8 } of Object.values(made)) pkcs8.fill(0);
  if (wanted > recordings.length) {
    addRecordings(store, recordings, wanted, told);
    recordEntry(database, actor, {
      at: now.toISOString(),
      action: 'demo-data.filled',
      summary: `Added demo data: ${numberText(wanted - recordings.length)} recordings`,
      certificates: [],
    });
  }
  return { certificates: Object.keys(kept).length, recordings: Math.max(recordings.length, wanted) };
}

/** What has happened in the tenant, the earliest first. */
function history({ database, tenant }: OpenTenant, made: Record<PairName, DemoPair>, now: Date) {
  const at = (days: number) => daysFrom(now, days).toISOString();
  const places = listIvrProfiles(database).map(({ name }) => name);
  if (tenant.screenRecording) places.push(SCREEN_RECORDING);
  const events = [
    ...Object.values(made)
      .filter((pair) => pair !== made.lost)
      .map((pair) => ({ at: pair.uploadedAt, pair, what: 'administrator uploaded %' })),
    ...assignments
      .filter(({ place }) => places.includes(place))
      .flatMap(({ place, pair, from, to }) => {
        const name = place === SCREEN_RECORDING ? SCREEN_RECORDING_NAME : place;
        const by = place === SCREEN_RECORDING ? 'administrator' : 'professional';
        const begun = { at: at(from), pair: made[pair], what: `${by} assigned % to ${name}` };
        if (to === undefined) return [begun];
        return [begun, { at: at(to), pair: made[pair], what: `${by} removed % from ${name}` }];
      }),
  ];
  return events
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ at, pair, what }) => ({
      at,
      what: what.replace('%', `“${pair.subjectName}”`),
      certificates: pair === made.lost ? [] : [pair.id],
    }));
}

function refuseUnlessEmpty(database: Database): void {
  if (!isKeystoreEmpty(database) || hasRecordings(database)) throw new Refused('not_empty');
}

async function recordAll(
  asker: { store: OpenTenant; username: string },
  made: Record<PairName, DemoPair>,
  now: Date,
): Promise<DemoRecording[]> {
  const { store } = asker;
  const media = { voice: await spokenSentence(), screen: await testPicture() };
  const profiles = listIvrProfiles(store.database);
  const bought = series.filter(({ kind }) => kind !== 'screen' || store.tenant.screenRecording);
  const recordings: DemoRecording[] = [];
  for (const { count, from, to, kind = 'voice', profile, encryptedFor } of bought) {
    const picked =
      profiles.find(({ name }) => name === profile) ?? profiles.find(({ isDefault }) => isDefault);
    for (let index = 0; index < count; index++) {
      // Spread evenly over the days, at different minutes of the working hours.
      const days = from - ((from - to) * index) / Math.max(count - 1, 1);
      const startedAt = new Date(now.getTime() - Math.floor(days) * DAY_MS - ((index * 37) % 500) * 60_000);
      const call = {
        callUuid: callUuid(),
        geoLocation: geoLocations[profile],
        ivrProfileId: picked?.id ?? null,
        ivrProfileName: picked?.name ?? null,
        startedAt: startedAt.toISOString(),
        ...whoCalled(recordings.length),
      };
      // Each name has a year, so none is shared.
      const recipients = encryptedFor.map((pair) => Object.assign({ isNameShared: false }, made[pair]));
      const recorded = await prepare(asker, call, kind, longer(media[kind], recordings.length), recipients);
      const freeDays = index === 0 ? 0 : Math.floor((from - to) / Math.max(count - 1, 1));
      recordings.push({ ...recorded, freeDays });
    }
  }
  return recordings;
}

/** Calls have different lengths: the sentence is said up to five times. An MP3 is a row of frames, so it can be repeated. */
function longer(medium: Medium, call: number): Medium {
  const times = medium.extension === 'mp3' ? 1 + ((call * 7) % 5) : 1;
  const bytes = new Uint8Array(medium.bytes.length * times);
  for (let time = 0; time < times; time++) bytes.set(medium.bytes, time * medium.bytes.length);
  return { ...medium, bytes, durationMs: medium.durationMs * times };
}

function assignAll(
  { database, tenant: { screenRecording } }: OpenTenant,
  made: Record<PairName, DemoPair>,
  actor: Actor,
  now: Date,
): void {
  const profiles = listIvrProfiles(database);
  const at = (days: number) => daysFrom(now, days).toISOString();
  /** Writes past assignments into the history, and answers the current ones. */
  const fill = (place: string, names: readonly string[], by: string) =>
    assignments
      .filter((each) => names.includes(each.place))
      .flatMap(({ pair, from, to }) => {
        const begun = { by, at: at(from) };
        if (to === undefined) return [{ pair: made[pair], begun }];
        insertPeriod(database, place, made[pair], { begun, ended: { by, at: at(to) } });
        return [];
      });
  backdateHistory(database, at(-HISTORY_DAYS));
  for (const { id, name } of profiles) {
    const current = fill(id, profiles.length === 1 ? placesOfOne : [name], 'professional');
    const list = current.map(({ pair, begun }, index) => ({
      id: pair.id,
      keyNumber: index + 1,
      assignedBy: begun.by,
      assignedAt: begun.at,
    }));
    if (list.length > 0) replaceAssignments(database, id, list, { by: 'professional', at: at(0) });
  }
  if (!screenRecording) return;
  const current = fill(SCREEN_RECORDING, [SCREEN_RECORDING], actor.username);
  replaceScreenRecordingCertificates(
    database,
    current.map(({ pair, begun }) => ({ id: pair.id, addedBy: begun.by, addedAt: begun.at })),
    { by: actor.username, at: at(0) },
  );
}
