import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../../contract/calls.ts';
import { allPages } from './all-pages.ts';
import { call } from '../call.ts';
import { changed } from './changed.ts';
import { queryOf } from './query.ts';

export type IvrProfile = AnswerOf<'GET /api/ivr-profiles'>['items'][number];

const key = ['ivr-profiles'] as const;

/** The same in every session, because a profile is what the recorder reads. */
export const ivrProfilesQuery = () =>
  queryOptions({
    queryKey: [...key, 'list'],
    queryFn: ({ signal }) =>
      allPages((cursor) => call('GET /api/ivr-profiles', { query: { cursor }, signal })),
  });

export const ivrProfileConfigurationQuery = (id: string) =>
  queryOf([...key, 'configuration', id], 'GET /api/ivr-profiles/{id}/configuration', { params: { id } });

type Save = BodyOf<'PUT /api/ivr-profiles/{id}/certificates'> & { id: string; etag: string };

/**
 * `onSaved` runs before the new list is shown, so that the saved draft is already gone. Otherwise it would look like a
 * draft on a list that somebody else has changed. If the save is refused as stale, the list that the other person saved
 * is fetched, to be shown beside the draft.
 */
export const saveIvrProfileMutation = (onSaved: () => void) =>
  mutationOptions({
    mutationFn: ({ id, etag, ...body }: Save) =>
      call('PUT /api/ivr-profiles/{id}/certificates', { params: { id }, body, ifMatch: etag }),
    onSuccess: async (saved, _save, _before, context) => {
      onSaved();
      context.client.setQueryData(
        ivrProfilesQuery().queryKey,
        (before) =>
          before && {
            ...before,
            items: before.items.map((profile) => (profile.id === saved.id ? saved : profile)),
          },
      );
      await changed('ivr-profiles', 'certificates', 'keys')(context);
    },
    onError: changed('ivr-profiles'),
  });

type Unassign = BodyOf<'POST /api/certificates/{id}/unassign'> & { certificateId: string };

/** Takes one certificate out of many profiles. If a list has changed meanwhile, the lists are fetched again. */
export const unassignMutation = () =>
  mutationOptions({
    mutationFn: ({ certificateId, ...body }: Unassign) =>
      call('POST /api/certificates/{id}/unassign', { params: { id: certificateId }, body }),
    onSuccess: changed('ivr-profiles', 'certificates', 'keys'),
    onError: changed('ivr-profiles'),
  });

/** Adds one certificate to many profiles and removes nothing. */
export const assignMutation = () =>
  mutationOptions({
    mutationFn: ({ certificateId, ivrProfileIds }: { certificateId: string; ivrProfileIds: string[] }) =>
      call('POST /api/certificates/{id}/assign', { params: { id: certificateId }, body: { ivrProfileIds } }),
    onSuccess: changed('ivr-profiles', 'certificates'),
  });
