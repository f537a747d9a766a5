import { mutationOptions } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../../contract/calls.ts';
import { call } from '../call.ts';
import { changed } from './changed.ts';
import { queryOf } from './query.ts';

export type ListedAccount = AnswerOf<'GET /api/accounts'>['items'][number];
export type Account = AnswerOf<'GET /api/accounts/{id}'>;
export type AccountSession = Account['sessions'][number];

export const accountQuery = (id: string) =>
  queryOf(['accounts', 'one', id], 'GET /api/accounts/{id}', { params: { id } });

export const ownAccountQuery = () => queryOf(['accounts', 'own'], 'GET /api/account', {});

/** The answer has the one-time password. `gcTime: 0` drops it when it is no longer shown; it cannot be had again. */
export const addAccountMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyOf<'POST /api/accounts'>) => call('POST /api/accounts', { body }),
    gcTime: 0,
    onSuccess: changed('accounts'),
  });

/** If somebody else has changed the account meanwhile, it is fetched again. */
export const changeAccountMutation = ({ id, etag }: Pick<Account, 'id' | 'etag'>) =>
  mutationOptions({
    mutationFn: (body: BodyOf<'PUT /api/accounts/{id}'>) =>
      call('PUT /api/accounts/{id}', { params: { id }, body, ifMatch: etag }),
    onSettled: changed('accounts'),
  });

export const oneTimePasswordMutation = (id: string) =>
  mutationOptions({
    mutationFn: () => call('POST /api/accounts/{id}/one-time-password', { params: { id } }),
    gcTime: 0,
    onSuccess: changed('accounts'),
  });

export const signOutAccountMutation = (id: string) =>
  mutationOptions({
    mutationFn: () => call('DELETE /api/accounts/{id}/sessions', { params: { id } }),
    onSuccess: changed('accounts'),
  });

/** `passwords` returns them. They are not variables of the mutation, because the cache would keep those. */
export const changePasswordMutation = (passwords: () => BodyOf<'POST /api/account/password'>) =>
  mutationOptions({
    mutationFn: () => call('POST /api/account/password', { body: passwords() }),
    onSuccess: changed('accounts'),
  });

/** Ends one of one's own sessions; without an id, all but this one. */
export const endSessionMutation = () =>
  mutationOptions({
    mutationFn: (id: string | undefined) =>
      id === undefined
        ? call('DELETE /api/account/sessions', {})
        : call('DELETE /api/account/sessions/{id}', { params: { id } }),
    onSettled: changed('accounts'),
  });
