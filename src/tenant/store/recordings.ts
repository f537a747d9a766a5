import type { OpenedRecordings, Playable, RecordingKind } from '../../domain/recording.ts';
import type { AskedPage, Database, Page } from './database.ts';

export interface StoredRecording {
  id: string;
  kind: RecordingKind;
  callUuid: string;
  ani: string;
  dnis: string;
  geoLocation: string | null;
  ivrProfileId: string | null;
  ivrProfileName: string | null;
  startedAt: string;
  stoppedAt: string;
  retainedUntil: string;
}

export interface StoredMedia {
  id: string;
  recordingId: string;
  mediaId: string;
  type: string;
  bytes: number;
  durationMs: number;
  /** The envelope, PEM; null where the media is not encrypted. */
  pkcs7: string | null;
  file: string;
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

/** A recording with what a list shows of it. `recipients` is JSON. */
export interface ListedRecording extends StoredRecording {
  durationMs: number;
  playable: Playable;
  recipients: string;
}

export interface ListedRecipient {
  subjectName: string;
  issuerDn: string;
  serialHex: string;
  serialDecimal: string;
  certificateId: string | null;
}

export function insertRecording(
  database: Database,
  recording: StoredRecording,
  media: StoredMedia,
  recipients: readonly StoredRecipient[],
): void {
  database.run(
    `INSERT INTO recording (id, kind, call_uuid, ani, dnis, geo_location, ivr_profile_id, ivr_profile_name, started_at,
       stopped_at, retained_until)
     VALUES (:id, :kind, :callUuid, :ani, :dnis, :geoLocation, :ivrProfileId, :ivrProfileName, :startedAt,
       :stoppedAt, :retainedUntil)`,
    { ...recording },
  );
  database.run(
    `INSERT INTO media_file (id, recording_id, media_id, type, bytes, duration_ms, pkcs7, file)
     VALUES (:id, :recordingId, :mediaId, :type, :bytes, :durationMs, :pkcs7, :file)`,
    { ...media },
  );
  for (const [position, recipient] of recipients.entries()) {
    const { issuerDer, serialDecimal, serialHex, subjectName, issuerDn } = recipient;
    database.run(
      `INSERT INTO media_recipient (media_file_id, position, issuer_der, serial_decimal, serial_hex, subject_name, issuer_dn)
       VALUES (:mediaFileId, :position, :issuerDer, :serialDecimal, :serialHex, :subjectName, :issuerDn)`,
      { mediaFileId: media.id, position, issuerDer, serialDecimal, serialHex, subjectName, issuerDn },
    );
  }
}

/** For a row of `media_recipient`: the certificate with this identity that is in the keystore now, under any id. */
const present = /* sql */ `
  certificate.issuer_der = media_recipient.issuer_der AND certificate.serial_decimal = media_recipient.serial_decimal
  AND certificate.deleted_at IS NULL`;

const opened = /* sql */ `
  EXISTS (SELECT 1 FROM media_recipient JOIN certificate ON ${present} WHERE media_file_id = media_file.id)`;

const select = /* sql */ `
  SELECT recording.id, kind, call_uuid AS callUuid, ani, dnis, geo_location AS geoLocation,
    ivr_profile_id AS ivrProfileId, ivr_profile_name AS ivrProfileName, started_at AS startedAt,
    stopped_at AS stoppedAt, retained_until AS retainedUntil, duration_ms AS durationMs,
    CASE WHEN pkcs7 IS NULL THEN 'not encrypted' WHEN ${opened} THEN 'yes' ELSE 'key missing' END AS playable,
    (SELECT json_group_array(json_object('subjectName', media_recipient.subject_name,
         'issuerDn', media_recipient.issuer_dn, 'serialHex', media_recipient.serial_hex,
         'serialDecimal', media_recipient.serial_decimal, 'certificateId', certificate.id) ORDER BY position)
     FROM media_recipient LEFT JOIN certificate ON ${present}
     WHERE media_file_id = media_file.id) AS recipients
  FROM recording JOIN media_file ON recording_id = recording.id`;

export interface Filter {
  /** Only recordings that this certificate's key opens. */
  identity: Identity | undefined;
  playable: Playable | undefined;
}

function conditionsOf({ identity, playable }: Filter): string[] {
  return [
    identity &&
      `media_file.id IN (SELECT media_file_id FROM media_recipient
                         WHERE issuer_der = :issuerDer AND serial_decimal = :serialDecimal)`,
    playable === 'not encrypted' && 'pkcs7 IS NULL',
    playable === 'yes' && `pkcs7 IS NOT NULL AND ${opened}`,
    playable === 'key missing' && `pkcs7 IS NOT NULL AND NOT ${opened}`,
  ].filter((condition) => typeof condition === 'string');
}

/** One page, newest first; `after` is the last recording of the previous page. */
export function listRecordings(
  database: Database,
  filter: Filter,
  { limit, after }: AskedPage,
): Page<ListedRecording> {
  const conditions = [...conditionsOf(filter), ...(after ? ['(started_at, recording.id) < (:at, :id)'] : [])];
  return database.page(
    `${select} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY started_at DESC, recording.id DESC LIMIT :limit`,
    { ...filter.identity, ...after, limit },
  );
}

export function countRecordings(database: Database, filter: Filter): number {
  const conditions = conditionsOf(filter);
  const [counted] = database.all<{ total: number }>(
    `SELECT count(*) AS total FROM recording JOIN media_file ON recording_id = recording.id
     ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}`,
    { ...filter.identity },
  );
  return counted?.total ?? 0;
}

export const findRecording = (database: Database, id: string): ListedRecording | undefined =>
  database.all<ListedRecording>(`${select} WHERE recording.id = :id`, { id })[0];

export const mediaOf = (database: Database, recordingId: string): StoredMedia[] =>
  database.all(
    `SELECT id, recording_id AS recordingId, media_id AS mediaId, type, bytes, duration_ms AS durationMs, pkcs7, file
     FROM media_file WHERE recording_id = :recordingId`,
    { recordingId },
  );

/** The private keys in the keystore that open a media file, still sealed, each with its recipient's identity. */
export const openersOf = (
  database: Database,
  mediaFileId: string,
): (Identity & { certificateId: string; sealed: Uint8Array })[] =>
  database.all(
    `SELECT media_recipient.issuer_der AS issuerDer, media_recipient.serial_decimal AS serialDecimal,
       certificate.id AS certificateId, sealed
     FROM media_recipient JOIN certificate ON ${present} JOIN private_key ON certificate_id = certificate.id
     WHERE media_file_id = :mediaFileId ORDER BY position`,
    { mediaFileId },
  );

/** The recordings that a pair opens, and those that only this pair opens. */
export function openedBy(database: Database, { issuerDer, serialDecimal }: Identity): OpenedRecordings {
  const [counted] = database.all<OpenedRecordings>(
    `WITH mine AS (
       SELECT media_file_id AS id FROM media_recipient
       WHERE issuer_der = :issuerDer AND serial_decimal = :serialDecimal
     )
     SELECT count(*) AS opens,
       coalesce(sum(NOT EXISTS (
         SELECT 1 FROM media_recipient JOIN certificate ON ${present}
         WHERE media_file_id = media_file.id
           AND NOT (media_recipient.issuer_der = :issuerDer AND media_recipient.serial_decimal = :serialDecimal)
       )), 0) AS onlyToOpen,
       min(started_at) AS "from", max(started_at) AS "to", max(retained_until) AS keptUntil
     FROM mine JOIN media_file ON media_file.id = mine.id JOIN recording ON recording.id = recording_id`,
    { issuerDer, serialDecimal },
  );
  return counted ?? { opens: 0, onlyToOpen: 0, from: null, to: null, keptUntil: null };
}

export const hasRecordings = (database: Database): boolean =>
  database.all('SELECT 1 FROM recording LIMIT 1').length > 0;

/** Bytes of all media files of the tenant, as they are stored. */
export const mediaTotal = (database: Database): number =>
  database.all<{ bytes: number }>('SELECT bytes FROM media_total')[0]?.bytes ?? 0;

export const listMediaNames = (database: Database): string[] =>
  database.all<{ file: string }>('SELECT file FROM media_file').map(({ file }) => file);

/** Removes recordings after their retention, and answers the names of the files to remove. */
export function removeRetainedBefore(database: Database, now: string): string[] {
  const files = database.all<{ file: string }>(
    `SELECT file FROM media_file JOIN recording ON recording.id = recording_id WHERE retained_until <= :now`,
    { now },
  );
  if (files.length > 0) database.run('DELETE FROM recording WHERE retained_until <= :now', { now });
  return files.map(({ file }) => file);
}
