import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerOf } from '../../contract/calls.ts';
import { isValid } from '../../domain/certificate.ts';
import { pickProfile } from '../../domain/ivr-profile.ts';
import { retainedUntil, type RecordingKind } from '../../domain/recording.ts';
import { mediaType } from '../../pki/media/media-type.ts';
import type { Octets } from '../http/body.ts';
import { certificateName } from '../calls/certificate.ts';
import { record, type SignedIn } from '../http/handler.ts';
import { assertMediaFits } from './media-quota.ts';
import { Refused } from '../http/problem.ts';
import { summaryOf } from '../calls/recording-answer.ts';
import { findPresent } from '../store/certificates.ts';
import { listRecipientsOf, type Recipient } from '../store/recipients.ts';
import { listIvrProfiles } from '../store/ivr-profiles.ts';
import { storeWithMedia } from '../store/loose-media.ts';
import { findRecording, insertRecording, type StoredRecording } from '../store/recordings.ts';
import { inThread } from '../operations/threads.ts';

export interface Medium {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  extension: string;
  durationMs: number;
}

const asset = (name: string) => join(import.meta.dirname, 'media', name);

/** The sound and the picture of a test call when nobody speaks (`scripts/media.ts`). */
export const spokenSentence = async (): Promise<Medium> => ({
  bytes: await readFile(asset('test-call.mp3')),
  type: 'audio/mp3',
  extension: 'mp3',
  durationMs: 6191,
});
export const testPicture = async (): Promise<Medium> => ({
  bytes: await readFile(asset('test-screen.mp4')),
  type: 'video/mp4',
  extension: 'mp4',
  durationMs: 6000,
});

/** The container, recognised by the first bytes of what a browser recorded; players do the same. */
const containerOf = (bytes: Uint8Array): string | undefined => mediaType(bytes)?.replace('video/', 'audio/');

const extensions = { 'audio/ogg': 'ogg', 'audio/webm': 'webm', 'audio/mp4': 'm4a' } as const;

/** Numbers that belong to nobody: 555-0100 to 555-0199 are reserved for fiction. */
const ANI = '+15550100';
const DNIS = '+15550199';

type SpeechType = keyof typeof extensions;

/** What a person said, if it is in the container that its type says. */
export function spokenMedium({ type, bytes }: Octets<SpeechType>, durationMs: number): Medium {
  if (containerOf(bytes) !== type) {
    throw new Refused('invalid_request', { detail: `the body is not ${type}` });
  }
  return { bytes, type, extension: extensions[type], durationMs };
}

/** Makes one call: voice is encrypted for the certificates of the picked profile, the screen for those of the list. */
export async function makeTestCall(
  session: SignedIn,
  wanted: { geoLocation?: string | undefined; screen: boolean; voice: Medium },
  now: Date,
): Promise<AnswerOf<'POST /api/test-calls'>> {
  const { database } = session.store;
  if (wanted.screen && !session.tenant.screenRecording) throw new Refused('screen_recording_not_bought');
  const geoLocation = wanted.geoLocation ?? null;
  const picked = pickProfile(listIvrProfiles(database), geoLocation);
  const call = {
    callUuid: callUuid(),
    geoLocation,
    ivrProfileId: picked?.profile.id ?? null,
    ivrProfileName: picked?.profile.name ?? null,
    startedAt: now.toISOString(),
  };
  const voiceFor = valid(listRecipientsOf(database, picked?.profile.id ?? ''), now);
  const screenFor = valid(listRecipientsOf(database, 'screen'), now);
  const picture = wanted.screen ? await testPicture() : undefined;
  assertMediaFits(session.store, picture ? [wanted.voice.bytes, picture.bytes] : [wanted.voice.bytes]);
  const made = [await prepare(session, call, 'voice', wanted.voice, voiceFor)];
  if (picture) made.push(await prepare(session, call, 'screen', picture, screenFor));
  await store(session, made, now);
  return {
    picked: picked
      ? { ivrProfile: { id: picked.profile.id, name: picked.profile.name }, by: picked.by }
      : null,
    recordings: made.map(({ recording }) => {
      const stored = findRecording(database, recording.id);
      if (!stored) throw new Error('A recording that was just stored is not there');
      return summaryOf(stored);
    }),
  };
}

export interface Made {
  recording: StoredRecording;
  /** The envelope, PEM; null where the content is not encrypted. */
  pkcs7: string | null;
  recipients: readonly Recipient[];
  content: Uint8Array;
}

type Call = Pick<
  StoredRecording,
  'callUuid' | 'geoLocation' | 'ivrProfileId' | 'ivrProfileName' | 'startedAt'
> &
  Partial<Pick<StoredRecording, 'ani' | 'dnis' | 'agent'>>;

/** Encrypts the media. Without a certificate it is stored in the clear, as the platform does. */
export async function prepare(
  asker: Pick<SignedIn, 'store' | 'username'>,
  call: Call,
  kind: RecordingKind,
  medium: Medium,
  recipients: readonly Recipient[],
): Promise<Made> {
  const id = kind === 'voice' ? call.callUuid : callUuid();
  const uuid = randomUUID();
  const encrypted =
    recipients.length === 0
      ? undefined
      : await inThread(asker, 'encrypt', {
          plain: medium.bytes,
          certificates: recipients.map(({ der }) => der),
        });
  const content = encrypted?.ciphertext ?? medium.bytes;
  const name = `${uuid}.${medium.extension}`;
  return {
    recording: {
      ani: ANI,
      dnis: DNIS,
      agent: null,
      ...call,
      id,
      kind,
      durationMs: medium.durationMs,
      retainedUntil: retainedUntil(call.startedAt, asker.store.retentionDays),
      bytes: content.length,
      file: encrypted ? `${name}.bin` : name,
    },
    pkcs7: encrypted?.pkcs7 ?? null,
    recipients,
    content,
  };
}

/**
 * Stores all or nothing. It is refused if a certificate was deleted in the meantime: this recording could not be opened,
 * and nobody has agreed to that.
 */
async function store(session: SignedIn, made: readonly Made[], now: Date): Promise<void> {
  const { database } = session.store;
  await storeWithMedia(session.store, made.map(mediumOf), () => {
    for (const { recording, pkcs7, recipients } of made) {
      if (!recipients.every(({ id }) => findPresent(database, id))) {
        throw new Refused('changed_meanwhile', { detail: 'a certificate of this call was deleted' });
      }
      insertRecording(database, recording, pkcs7, recipients);
      const certificates = recipients.map(({ id }) => id);
      record(session, now, 'recording.made', madeInWords(recording, recipients), certificates);
    }
    assertMediaFits(session.store);
  });
}

export const mediumOf = ({ recording, content }: Made) => ({ name: recording.file, content });

function madeInWords(
  { kind, id, ivrProfileName }: StoredRecording,
  recipients: readonly Recipient[],
): string {
  const where =
    kind === 'screen' ? 'the screen' : `a test call that picked ${ivrProfileName ?? 'no IVR profile'}`;
  return recipients.length === 0
    ? `Recorded ${where} in the clear, not encrypted: no valid certificate (${id})`
    : `Recorded ${where}, encrypted for ${recipients.map(certificateName).join(', ')} (${id})`;
}

const valid = (recipients: readonly Recipient[], now: Date): Recipient[] =>
  recipients.filter((each) => isValid(each, now));

/** 32 characters of A–Z and 2–7, which look like the platform's call UUIDs. */
export function callUuid(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return [...randomBytes(32)].map((byte) => letters[byte % letters.length]).join('');
}
