import type { AnswerOf } from '../../contract/calls.ts';
import { z } from 'zod';
import { MOST_COUNTED } from '../../domain/list.ts';
import { recordingWords } from '../../domain/recording-columns.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { decrypted } from '../recorder/decrypted-media.ts';
import { givingWay } from '../give-way.ts';
import { fillWithDemoData } from '../demo/demo-data.ts';
import { actor, record, type Asking, type SignedIn, type SomeHandlers } from '../http/handler.ts';
import { exportOf, type ListAnswer, otherOrder } from '../http/list.ts';
import { partOf } from '../recorder/media-answer.ts';
import { mediaKeyOf } from './media-keys.ts';
import { found, Refused } from '../http/problem.ts';
import { recorderResource, summaryOf, type Summary } from './recording-answer.ts';
import { hasEntrySince } from '../store/audit-log.ts';
import { identityOf } from '../store/certificates.ts';
import { mediaTypeOf, storedMedia, type MediaSource } from '../store/media-files.ts';
import { listRecordings } from '../store/recording-list.ts';
import {
  findRecording,
  mediaOf,
  openersOf,
  type ListedRecording,
  type StoredMedia,
} from '../store/recordings.ts';
import { makeTestCall, spokenMedium, spokenSentence } from '../recorder/test-call.ts';

/**
 * Recordings are the same in every session: recorders make them and the crypto server opens them, and neither knows
 * sessions. So "can be played" is judged on the keystore as it is now, not as the session sees it.
 */
export const recordingCalls = {
  'POST /api/test-calls': async ({ session, body, now }) =>
    makeTestCall(session, { ...body, voice: await spokenSentence() }, now),

  'POST /api/test-calls/spoken': ({ session, query: { durationMs, ...query }, body, now }) =>
    makeTestCall(session, { ...query, voice: spokenMedium(body, durationMs) }, now),

  'GET /api/recordings': listed,

  'GET /api/recordings.csv': exportOf('recordings', () => Object.values(recordingWords), listed),

  'GET /api/recordings/{id}': ({ session, id }): AnswerOf<'GET /api/recordings/{id}'> => {
    const recording = known(session, id);
    return {
      statusCode: 0,
      recording: recorderResource(recording, mediaOf(session.store.database, recording), session.tenant.name),
      summary: summaryOf(recording),
    };
  },

  'GET /api/recordings/{id}/media/{mediaId}': async ({ session, id, mediaId, request }) => {
    const { media } = knownMedia(session, id, mediaId);
    return partOf(request, await stored(session, media), {
      type: media.pkcs7 === null ? mediaTypeOf(media.file) : 'application/octet-stream',
      fileName: media.file,
    });
  },

  'GET /api/recordings/{id}/play/{mediaId}': async ({ session, id, mediaId, request, now }) => {
    const { recording, media } = knownMedia(session, id, mediaId);
    const plain = await played(session, recording, media);
    const answer = partOf(request, plain, { type: mediaTypeOf(media.file) });
    if (answer.ok) recordPlaying(session, recording, now);
    return answer;
  },

  'POST /api/demo-data': ({ session, now }) => fillWithDemoData(session.store, actor(session), now),
} satisfies SomeHandlers;

/** The order, then the value and the row of the last recording, and the total that the first page counted. */
const positionSchema = z.tuple([z.string(), z.int(), z.int(), z.int().min(0)]);

async function listed({ session, query }: Asking<'GET /api/recordings'>): Promise<ListAnswer<Summary>> {
  const { database } = session.store;
  const { sort, limit, cursor, certificate, playable, from, to, search } = query;
  const identity = certificate === undefined ? undefined : identityOf(database, certificate);
  // A destroyed certificate is not known any more, so its id finds nothing.
  if (certificate !== undefined && !identity) return { items: [], total: 0 };
  const [order, value = 0, row = 0, counted = 0] =
    cursor === undefined ? [] : decodeCursor(positionSchema, cursor);
  if (order !== undefined && order !== sort) {
    throw otherOrder();
  }
  const { items, total, next } = await givingWay(
    listRecordings(
      database,
      { identity, playable, from, to, search },
      { sort, limit, after: order === undefined ? undefined : { value, row, total: counted } },
    ),
  );
  return {
    items: items.map(summaryOf),
    total: Math.min(total, MOST_COUNTED),
    ...(total > MOST_COUNTED && { more: true }),
    ...(next && { nextCursor: encodeCursor([sort, next.value, next.row, next.total]) }),
  };
}

const known = ({ store }: SignedIn, id: string): ListedRecording =>
  found(
    findRecording(store.database, id),
    'There is no such recording. It may be past the time for which recordings are kept.',
  );

function knownMedia(session: SignedIn, id: string, mediaId: string) {
  const recording = known(session, id);
  const media = mediaOf(session.store.database, recording).find((each) => each.mediaId === mediaId);
  return { recording, media: found(media, 'This recording has no such media file.') };
}

/**
 * A player fetches one part after another. Requests of one person within this time, in milliseconds, count as one
 * playing.
 */
const ONE_PLAYING_MS = 10 * 60_000;

/** Writes the audit entry before any byte is sent, whichever part is requested: nobody can listen without an entry. */
function recordPlaying(session: SignedIn, recording: ListedRecording, now: Date): void {
  const { database } = session.store;
  const played = {
    action: 'recording.played',
    summary: `Played the ${recording.kind} recording ${recording.id} of ${recording.startedAt}`,
  } as const;
  const since = new Date(now.getTime() - ONE_PLAYING_MS).toISOString();
  database.transaction(() => {
    if (hasEntrySince(database, actor(session), played, since)) return;
    record(session, now, played.action, played.summary);
  });
}

async function stored({ store }: SignedIn, { file }: StoredMedia): Promise<MediaSource> {
  try {
    return await storedMedia(store.mediaFolder, file);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Refused('recording_damaged', {
      detail: isMissing ? 'its media file is missing' : 'its media file cannot be opened',
    });
  }
}

/** Decrypts as the crypto server does: with the first key in the keystore that the envelope names. */
async function played(
  session: SignedIn,
  recording: ListedRecording,
  media: StoredMedia,
): Promise<MediaSource> {
  const { recordingId, pkcs7 } = media;
  if (pkcs7 === null) return stored(session, media);
  const openers = openersOf(session.store.database, recordingId);
  if (openers.length === 0) {
    const { encryptedFor } = summaryOf(recording);
    const names = encryptedFor.map(
      (each) => `“${each.subjectName}” (serial number ${each.serialNumber.hex})`,
    );
    throw new Refused('key_not_in_keystore', { detail: names.join(', ') });
  }
  const ciphertext = await stored(session, media);
  for (const opener of openers) {
    const key = await mediaKeyOf(session, { recordingId, pkcs7 }, opener);
    const plain = key && (await decrypted(ciphertext, key));
    if (plain) return plain;
  }
  throw new Refused('recording_damaged', { detail: 'it does not decrypt' });
}
