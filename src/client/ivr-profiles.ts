import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AnswerOf } from '../contract/calls.ts';
import { call } from './call.ts';
import { changed } from './changed.ts';

export type IvrProfile = AnswerOf<'GET /api/ivr-profiles'>['items'][number];

const key = ['ivr-profiles'] as const;

/** Live in every session: a profile is what the recorder reads. */
export const ivrProfilesQuery = () =>
  queryOptions({
    queryKey: [...key, 'list'],
    queryFn: ({ signal }) => call('GET /api/ivr-profiles', { signal }),
  });

export const ivrProfileConfigurationQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, 'configuration', id],
    queryFn: ({ signal }) => call('GET /api/ivr-profiles/{id}/configuration', { params: { id }, signal }),
  });

interface Save {
  id: string;
  certificateIds: string[];
  etag: string;
}

/**
 * `onSaved` runs before the new list shows, so that the draft that became it is gone by then and is not taken for one
 * that somebody else saved under. Refused as stale, it fetches what was saved meanwhile, to be shown side by side.
 */
export const saveIvrProfileMutation = (client: QueryClient, onSaved: () => void) =>
  mutationOptions({
    mutationFn: ({ id, certificateIds, etag }: Save) =>
      call('PUT /api/ivr-profiles/{id}/certificates', {
        params: { id },
        body: { certificateIds },
        ifMatch: etag,
      }),
    onSuccess: async (saved) => {
      onSaved();
      client.setQueryData(ivrProfilesQuery().queryKey, (before) => ({
        items: (before?.items ?? []).map((profile) => (profile.id === saved.id ? saved : profile)),
      }));
      await changed(client, 'ivr-profiles', 'certificates', 'keys')();
    },
    onError: changed(client, 'ivr-profiles'),
  });

/** One certificate to many profiles: it is added to each, and nothing is taken out. */
export const assignMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ certificateId, ivrProfileIds }: { certificateId: string; ivrProfileIds: string[] }) =>
      call('POST /api/certificates/{id}/assign', { params: { id: certificateId }, body: { ivrProfileIds } }),
    onSuccess: changed(client, 'ivr-profiles', 'certificates'),
  });
