import {
  mediaIdOf,
  type OpenedRecordings,
  type Playable,
  type RecordingKind,
} from '../../domain/recording.ts';
import { encodePem, readPem } from '../../pki/pem/pem.ts';
import { sharesName } from './certificates.ts';
import type { Database } from './database.ts';
import { deflatedEnvelope, inflatedEnvelope } from './envelopes.ts';
import { KeystoreDamaged } from './key-file.ts';
import { mediaTypeOf } from './media-files.ts';

export interface StoredRecording {
  id: string;
  kind: RecordingKind;
  callUuid: string;
  ani: string;
  dnis: string;
  agent: string | null;
  geoLocation: string | null;
  ivrProfileId: string | null;
  ivrProfileName: string | null;
  startedAt: string;
  durationMs: number;
  retainedUntil: string;
  /** Of the media: its bytes as they are stored, and its name in the media folder. */
  bytes: number;
  file: string;
}

/** A recording's media file. */
export interface StoredMedia extends Pick<StoredRecording, 'bytes' | 'durationMs' | 'file'> {
  recordingId: string;
  mediaId: string;
  type: string;
  /** The envelope, PEM; null where the media is not encrypted. */
  pkcs7: string | null;
}

export interface StoredRecipient {
  issuerDer: Uint8Array;
  serialDecimal: string;
  serialHex: string;
  subjectName: string;
  issuerDn: string;
}

/** Issuer and serial number, which identify a certificate in an envelope. */
export type Identity = Pick<StoredRecipient, 'issuerDer' | 'serialDecimal'>;

/** A recording with what a list shows of it. */
export interface ListedRecording extends StoredRecording {
  playable: Playable;
  recipients: ListedRecipient[];
}

interface ListedRecipient {
  subjectName: string;
  isNameShared: boolean;
  issuerDn: string;
  serialHex: string;
  serialDecimal: string;
  notAfter: string | null;
  certificateId: string | null;
}

export function insertRecording(
  database: Database,
  recording: StoredRecording,
  pkcs7: string | null,
  recipients: readonly StoredRecipient[],
): void {
  const { geoLocation, ivrProfileId, ivrProfileName, ...itself } = recording;
  const [envelope] = readPem(pkcs7 ?? '');
  const members = recipients.map((recipient) => identityId(database, recipient));
  const set = recipientSet(database, JSON.stringify(members), envelope?.bytes);
  const inserted = database.one<{ id: number }>(
    `INSERT INTO recording (uuid, kind, call_uuid, ani, dnis, agent, route_id, started_at, duration_ms, retained_until,
       set_id, bytes, file)
     VALUES (:id, :kind, :callUuid, :ani, :dnis, :agent, :routeId, :startedAt, :durationMs, :retainedUntil,
       :setId, :bytes, :file)
     RETURNING id`,
    {
      ...itself,
      routeId: routeId(database, { geoLocation, ivrProfileId, ivrProfileName }),
      callUuid: recording.callUuid === recording.id ? '' : recording.callUuid,
      startedAt: Date.parse(recording.startedAt),
      retainedUntil: Date.parse(recording.retainedUntil),
      setId: set.id,
    },
  );
  if (!inserted || !envelope || !set.envelope) return;
  const deflated = deflatedEnvelope(envelope.bytes, set.envelope);
  database.insert('envelope', { recordingId: inserted.id, deflated });
}

type Route = Pick<StoredRecording, 'geoLocation' | 'ivrProfileId' | 'ivrProfileName'>;

/** There are as many routes as regions and IVR profiles have had names. */
function routeId(database: Database, { geoLocation, ivrProfileId, ivrProfileName }: Route): number {
  const route = { geoLocation, ivrProfileId, ivrProfileName };
  const found = database.one<{ id: number }>(
    `SELECT id FROM route WHERE geo_location IS :geoLocation AND ivr_profile_id IS :ivrProfileId
       AND ivr_profile_name IS :ivrProfileName`,
    route,
  );
  const known =
    found ??
    database.one<{ id: number }>(
      `INSERT INTO route (geo_location, ivr_profile_id, ivr_profile_name)
       VALUES (:geoLocation, :ivrProfileId, :ivrProfileName) RETURNING id`,
      route,
    );
  if (!known) throw new Error('A route without an id');
  return known.id;
}

function identityId(database: Database, recipient: StoredRecipient): number {
  const { issuerDer, serialDecimal, serialHex, subjectName, issuerDn } = recipient;
  const found = database.one<{ id: number }>(
    'SELECT id FROM identity WHERE issuer_der = :issuerDer AND serial_decimal = :serialDecimal',
    { issuerDer, serialDecimal },
  );
  const identity =
    found ??
    database.one<{ id: number }>(
      `INSERT INTO identity (issuer_der, serial_decimal, serial_hex, subject_name, issuer_dn)
       VALUES (:issuerDer, :serialDecimal, :serialHex, :subjectName, :issuerDn) RETURNING id`,
      { issuerDer, serialDecimal, serialHex, subjectName, issuerDn },
    );
  if (!identity) throw new Error('An identity without an id');
  return identity.id;
}

/**
 * The set with these members, in this order. A new one begins with the envelope of its first recording; a trigger writes
 * its members.
 */
function recipientSet(
  database: Database,
  members: string,
  envelope: Uint8Array | undefined,
): { id: number; envelope: Uint8Array | null } {
  const columns = 'id, envelope';
  type Found = { id: number; envelope: Uint8Array | null };
  const set =
    database.one<Found>(`SELECT ${columns} FROM recipient_set WHERE members = :members`, { members }) ??
    database.one<Found>(
      `INSERT INTO recipient_set (members, envelope) VALUES (:members, :envelope) RETURNING ${columns}`,
      { members, envelope: envelope ?? null },
    );
  if (!set) throw new Error('A set without an id');
  return set;
}

/** What `recording.set_id` is for a recording in the clear: the set without members. */
const IN_THE_CLEAR = 0;

/** For a row of `identity`: the certificate with this identity that is in the keystore now, under any id. */
const present = /* sql */ `
  certificate.issuer_der = identity.issuer_der AND certificate.serial_decimal = identity.serial_decimal
  AND certificate.deleted_at IS NULL`;

/** Whether a key in the keystore opens what is encrypted for a set. */
const opened = (set: string) => /* sql */ `
  EXISTS (SELECT 1 FROM set_member JOIN identity ON identity.id = identity_id JOIN certificate ON ${present}
          WHERE set_member.set_id = ${set})`;

const ofRoute = (column: string) =>
  `(SELECT route.${column} FROM route WHERE route.id = route_id) AS ${column}`;

/** What is read of a recording, from the table of this name. The times are numbers still: `recordingOf`. */
export const recordingColumns = /* sql */ `
  recording.uuid AS id, kind, CASE call_uuid WHEN '' THEN recording.uuid ELSE call_uuid END AS call_uuid,
  ani, dnis, agent, ${ofRoute('geo_location')}, ${ofRoute('ivr_profile_id')}, ${ofRoute('ivr_profile_name')},
  started_at, duration_ms, retained_until, bytes, file,
  CASE WHEN recording.set_id = ${IN_THE_CLEAR} THEN 'not encrypted'
       WHEN ${opened('recording.set_id')} THEN 'yes' ELSE 'key missing' END AS playable,
  (SELECT json_group_array(json_object('subjectName', identity.subject_name, 'isNameShared',
       json(iif(${sharesName('identity')} OR EXISTS (
         SELECT 1 FROM identity AS other
         WHERE other.subject_name = identity.subject_name AND other.id <> identity.id), 'true', 'false')),
       'notAfter', certificate.not_after, 'issuerDn', identity.issuer_dn, 'serialHex', identity.serial_hex,
       'serialDecimal', identity.serial_decimal, 'certificateId', certificate.id) ORDER BY position)
   FROM set_member JOIN identity ON identity.id = identity_id LEFT JOIN certificate ON ${present}
   WHERE set_member.set_id = recording.set_id) AS recipients_json`;

/** A recording as its columns are read. */
export type RecordingRow = Omit<ListedRecording, 'startedAt' | 'retainedUntil'> & {
  startedAt: number;
  retainedUntil: number;
};

export const recordingOf = (row: RecordingRow): ListedRecording => ({
  ...row,
  startedAt: moment(row.startedAt),
  retainedUntil: moment(row.retainedUntil),
});

/** The furthest time that JavaScript knows, in milliseconds. A file from elsewhere may contain a greater number. */
const FURTHEST = 8_640_000_000_000_000;

function moment(ms: number): string {
  if (Math.abs(ms) > FURTHEST) throw new KeystoreDamaged('A recording has a time that does not exist.');
  return new Date(ms).toISOString();
}

/**
 * The sets with recordings that are asked for: those that a certificate's key opens, and those that can be played or
 * not. Undefined: all of them.
 */
export function setsOf(
  database: Database,
  { identity, playable }: { identity: Identity | undefined; playable: Playable | undefined },
): number[] | undefined {
  const conditions = [
    identity &&
      `id IN (SELECT set_id FROM set_member JOIN identity ON identity.id = identity_id
              WHERE issuer_der = :issuerDer AND serial_decimal = :serialDecimal)`,
    playable === 'not encrypted' && `id = ${IN_THE_CLEAR}`,
    playable === 'yes' && opened('recipient_set.id'),
    playable === 'key missing' && `id <> ${IN_THE_CLEAR} AND NOT ${opened('recipient_set.id')}`,
  ].filter((condition) => typeof condition === 'string');
  if (conditions.length === 0) return undefined;
  return database
    .all<{ id: number }>(
      `SELECT id FROM recipient_set WHERE recordings > 0 AND ${conditions.join(' AND ')}`,
      identity && { issuerDer: identity.issuerDer, serialDecimal: identity.serialDecimal },
    )
    .map(({ id }) => id);
}

export function findRecording(database: Database, id: string): ListedRecording | undefined {
  const row = database.one<RecordingRow>(
    `SELECT ${recordingColumns} FROM recording WHERE recording.uuid = :id`,
    { id },
  );
  return row && recordingOf(row);
}

/** The media of a recording. Recorders answer a list; there is one file in it. */
export function mediaOf(database: Database, recording: StoredRecording): StoredMedia[] {
  const { id, bytes, durationMs, file } = recording;
  const stored = database.one<{ deflated: Uint8Array; first: Uint8Array }>(
    `SELECT deflated, recipient_set.envelope AS "first" FROM recording
     JOIN envelope ON recording_id = recording.id JOIN recipient_set ON recipient_set.id = set_id
     WHERE uuid = :id`,
    { id },
  );
  const pkcs7 = stored ? encodePem('PKCS7', inflatedEnvelope(stored.deflated, stored.first)) : null;
  return [
    {
      recordingId: id,
      mediaId: mediaIdOf(recording),
      type: mediaTypeOf(file),
      bytes,
      durationMs,
      pkcs7,
      file,
    },
  ];
}

/** The envelope of the newest recording that is encrypted for a certificate, PEM. */
export function newestEnvelope(
  database: Database,
  { issuerDer, serialDecimal }: Identity,
): string | undefined {
  const newest = database.one<{ deflated: Uint8Array; first: Uint8Array }>(
    `SELECT deflated, recipient_set.envelope AS "first"
     FROM set_member JOIN identity ON identity.id = identity_id JOIN recipient_set ON recipient_set.id = set_member.set_id
       JOIN recording ON recording.id = (
         SELECT id FROM recording WHERE recording.set_id = set_member.set_id ORDER BY started_at DESC, id DESC LIMIT 1)
       JOIN envelope ON recording_id = recording.id
     WHERE issuer_der = :issuerDer AND serial_decimal = :serialDecimal
     ORDER BY started_at DESC, recording.id DESC LIMIT 1`,
    { issuerDer, serialDecimal },
  );
  return newest && encodePem('PKCS7', inflatedEnvelope(newest.deflated, newest.first));
}

/** The private keys in the keystore that open a recording, still sealed, each with its recipient's identity. */
export const openersOf = (
  database: Database,
  recordingId: string,
): (Identity & { certificateId: string; sealed: Uint8Array })[] =>
  database.all(
    `SELECT identity.issuer_der, identity.serial_decimal, certificate.id AS certificate_id, sealed
     FROM recording JOIN set_member USING (set_id) JOIN identity ON identity.id = identity_id
       JOIN certificate ON ${present} JOIN private_key ON certificate_id = certificate.id
     WHERE recording.uuid = :recordingId ORDER BY position`,
    { recordingId },
  );

const momentOrNone = (ms: number | null | undefined): string | null => (ms == null ? null : moment(ms));

const end = (which: 'min' | 'max', column: string) =>
  `${which}((SELECT ${which}(${column}) FROM recording WHERE set_id = recipient_set.id))`;

/**
 * The recordings that a pair opens, and those that only this pair opens. A question about sets: each has its count, and
 * the ends of an index say the rest.
 */
export function openedBy(database: Database, { issuerDer, serialDecimal }: Identity): OpenedRecordings {
  type Counted = Pick<OpenedRecordings, 'opens' | 'onlyToOpen'> &
    Record<'from' | 'to' | 'keptUntil', number | null>;
  const counted = database.one<Counted>(
    `SELECT coalesce(sum(recordings), 0) AS opens,
       coalesce(sum(recordings) FILTER (WHERE NOT EXISTS (
         SELECT 1 FROM set_member JOIN identity ON identity.id = identity_id JOIN certificate ON ${present}
         WHERE set_member.set_id = recipient_set.id
           AND NOT (identity.issuer_der = :issuerDer AND identity.serial_decimal = :serialDecimal)
       )), 0) AS only_to_open,
       ${end('min', 'started_at')} AS "from", ${end('max', 'started_at')} AS "to",
       max(kept_until) AS kept_until
     FROM recipient_set
     WHERE id IN (SELECT set_id FROM set_member JOIN identity ON identity.id = identity_id
                  WHERE issuer_der = :issuerDer AND serial_decimal = :serialDecimal)`,
    { issuerDer, serialDecimal },
  );
  return {
    opens: counted?.opens ?? 0,
    onlyToOpen: counted?.onlyToOpen ?? 0,
    from: momentOrNone(counted?.from),
    to: momentOrNone(counted?.to),
    keptUntil: momentOrNone(counted?.keptUntil),
  };
}

export const hasRecordings = (database: Database): boolean => database.has('SELECT 1 FROM recording LIMIT 1');

/** Bytes of all media files of the tenant, as they are stored. */
export const mediaTotal = (database: Database): number =>
  database.one<{ bytes: number }>('SELECT bytes FROM media_total')?.bytes ?? 0;

/**
 * The names of all media files. Also of a database of an earlier version, and of one whose recordings are being moved:
 * names are in every column `file`.
 */
export const listMediaNames = (database: Pick<Database, 'all'>): string[] =>
  database
    .all<{ name: string }>(
      `SELECT tables.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
       WHERE tables.type = 'table' AND columns.name = 'file' ORDER BY tables.name`,
    )
    .flatMap(({ name }) => database.all<{ file: string }>(`SELECT file FROM "${name}"`))
    .map(({ file }) => file);

/**
 * Removes recordings after their retention, at most so many, the earliest first. Answers the names of the files to
 * remove.
 */
export function removeRetainedBefore(database: Database, now: string, limit: number): string[] {
  const due = database.all<{ id: number; file: string }>(
    'SELECT id, file FROM recording WHERE retained_until <= :now ORDER BY retained_until LIMIT :limit',
    { now: Date.parse(now), limit },
  );
  if (due.length > 0) {
    database.run('DELETE FROM recording WHERE id IN (SELECT value FROM json_each(:ids))', {
      ids: due.map(({ id }) => id),
    });
  }
  return due.map(({ file }) => file);
}
