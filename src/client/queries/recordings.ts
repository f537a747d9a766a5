import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AnswerOf } from '../../contract/calls.ts';
import { call } from '../call.ts';
import { changed } from './changed.ts';

export type RecordingSummary = AnswerOf<'GET /api/recordings'>['items'][number];
export type Recording = AnswerOf<'GET /api/recordings/{id}'>;
export type MediaFile = Recording['recording']['mediaFiles'][number];
export type TestCall = AnswerOf<'POST /api/test-calls'>;
const key = ['recordings'] as const;

export const recordingQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, 'one', id],
    queryFn: ({ signal }) => call('GET /api/recordings/{id}', { params: { id }, signal }),
  });

interface NewCall {
  geoLocation?: string;
  screen: boolean;
  speech?: { blob: Blob; durationMs: number };
}

export const testCallMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ speech, ...rest }: NewCall) =>
      speech
        ? call('POST /api/test-calls/spoken', {
            query: { ...rest, screen: `${rest.screen}`, durationMs: speech.durationMs },
            body: speech.blob,
          })
        : call('POST /api/test-calls', { body: rest }),
    onSuccess: changed(client, 'recordings', 'certificates'),
  });

/** Fills an empty tenant with demo data, so the lists that show it are fetched again. */
export const demoDataMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => call('POST /api/demo-data', {}),
    onSuccess: changed(client, 'recordings', 'certificates', 'ivr-profiles', 'screen-recording-certificates'),
  });

const mediaPath = (recordingId: string, how: 'media' | 'play', { mediaId }: MediaFile) =>
  `/api/recordings/${encodeURIComponent(recordingId)}/${how}/${encodeURIComponent(mediaId)}`;

/** The stored file: the ciphertext, or the media itself if it is in the clear. */
export const storedUrl = (recordingId: string, media: MediaFile) => mediaPath(recordingId, 'media', media);

/** The media, which the tenant decrypts with a key of its keystore. */
export const playUrl = (recordingId: string, media: MediaFile) => mediaPath(recordingId, 'play', media);
