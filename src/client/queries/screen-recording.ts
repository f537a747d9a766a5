import { mutationOptions } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../../contract/calls.ts';
import { call } from '../call.ts';
import { changed } from './changed.ts';
import { queryOf } from './query.ts';

export type ScreenRecordingCertificates = AnswerOf<'GET /api/screen-recording-certificates'>;
export type ScreenRecordingCertificate = ScreenRecordingCertificates['items'][number];

/** The same in every session, because the list is what the recorder reads. */
export const screenRecordingQuery = () =>
  queryOf(['screen-recording-certificates'], 'GET /api/screen-recording-certificates', {});

/**
 * `onSaved` runs before the new list is shown, so that the saved draft is already gone. Otherwise it would look like a
 * draft on a list that somebody else has changed. If the save is refused as stale, the list that the other person saved
 * is fetched.
 */
export const saveScreenRecordingMutation = (onSaved: (saved: ScreenRecordingCertificates) => void) =>
  mutationOptions({
    mutationFn: ({ etag, ...body }: BodyOf<'PUT /api/screen-recording-certificates'> & { etag: string }) =>
      call('PUT /api/screen-recording-certificates', { body, ifMatch: etag }),
    onSuccess: async (saved, _save, _before, context) => {
      onSaved(saved);
      context.client.setQueryData(screenRecordingQuery().queryKey, saved);
      await changed('certificates', 'keys')(context);
    },
    onError: changed('screen-recording-certificates'),
  });

/** The address from which the recorder reads the list. */
export const recorderSettingsUrl = (contactCenterId: string): string =>
  `/api/v2/ops/contact-centers/${encodeURIComponent(contactCenterId)}/settings/screen-recording-encryption`;
