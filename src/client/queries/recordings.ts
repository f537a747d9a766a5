import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../../contract/calls.ts';
import { call } from '../call.ts';
import { changed } from './changed.ts';
import { queryOf } from './query.ts';

export type RecordingSummary = AnswerOf<'GET /api/recordings'>['items'][number];
export type Recording = AnswerOf<'GET /api/recordings/{id}'>;
export type MediaFile = Recording['recording']['mediaFiles'][number];
export type TestCall = AnswerOf<'POST /api/test-calls'>;
const key = ['recordings'] as const;

export const recordingQuery = (id: string) =>
  queryOf([...key, 'one', id], 'GET /api/recordings/{id}', { params: { id } });

/** Of the most rows of one call: usually it has one voice recording, and one of the screen. */
const MOST_OF_A_CALL = 10;

/** The recording of the other kind of the same call; null where there is none, or more than one of a kind. */
export const otherOfCallQuery = ({
  id,
  callUuid,
  kind,
}: Pick<RecordingSummary, 'id' | 'callUuid' | 'kind'>) =>
  queryOptions({
    queryKey: [...key, 'other of call', id],
    queryFn: async ({ signal }): Promise<Recording | null> => {
      const query = { search: callUuid, limit: MOST_OF_A_CALL };
      const { items } = await call('GET /api/recordings', { query, signal });
      const others = items.filter((each) => each.callUuid === callUuid && each.id !== id);
      const [other] = others;
      if (!other || others.length > 1 || other.kind === kind) return null;
      return call('GET /api/recordings/{id}', { params: { id: other.id }, signal });
    },
  });

interface NewCall {
  geoLocation?: string;
  screen: boolean;
  speech?: { blob: Blob; durationMs: number };
}

export const testCallMutation = () =>
  mutationOptions({
    mutationFn: ({ speech, ...rest }: NewCall) =>
      speech
        ? call('POST /api/test-calls/spoken', {
            query: { ...rest, screen: `${rest.screen}`, durationMs: speech.durationMs },
            body: speech.blob,
          })
        : call('POST /api/test-calls', { body: rest }),
    onSuccess: changed('recordings', 'certificates'),
  });

/** Fills an empty tenant with demo data, so the lists that show it are fetched again. */
export const demoDataMutation = () =>
  mutationOptions({
    mutationFn: () => call('POST /api/demo-data', {}),
    onSuccess: changed('recordings', 'certificates', 'ivr-profiles', 'screen-recording-certificates'),
  });

const mediaPath = (recordingId: string, how: 'media' | 'play', { mediaId }: MediaFile) =>
  `/api/recordings/${encodeURIComponent(recordingId)}/${how}/${encodeURIComponent(mediaId)}`;

/** The stored file: the ciphertext, or the media itself if it is in the clear. */
export const storedUrl = (recordingId: string, media: MediaFile) => mediaPath(recordingId, 'media', media);

/** The media, which the tenant decrypts with a key of its keystore. */
export const playUrl = (recordingId: string, media: MediaFile) => mediaPath(recordingId, 'play', media);
