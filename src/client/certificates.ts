import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../contract/calls.ts';
import { call } from './call.ts';
import { changed } from './changed.ts';

export type CertificatePage = AnswerOf<'GET /api/certificates'>;
export type Certificate = CertificatePage['items'][number];
export type CertificateUsage = AnswerOf<'GET /api/certificates/{id}/usage'>;
export type DeletedCertificate = AnswerOf<'GET /api/deleted-certificates'>['items'][number];

const key = ['certificates'] as const;

/**
 * The whole keystore as this session sees it. The list sorts and filters in the browser, so every page is fetched. The
 * first page is small, because its answer is sent with the document; the others are as large as the tenant allows.
 */
export const certificatesQuery = () =>
  queryOptions({
    queryKey: [...key, 'list'],
    queryFn: async ({ signal }): Promise<Omit<CertificatePage, 'nextCursor'>> => {
      const items: Certificate[] = [];
      let cursor: string | undefined;
      for (;;) {
        const page = await call('GET /api/certificates', {
          query: { limit: cursor === undefined ? 100 : 1000, sort: '-uploadedAt', cursor },
          signal,
        });
        items.push(...page.items);
        if (page.nextCursor === undefined) {
          return { items, total: page.total, changedElsewhere: page.changedElsewhere };
        }
        cursor = page.nextCursor;
      }
    },
    // Notices a change in another session while the list stays open.
    refetchInterval: 15_000,
  });

/**
 * Whether other sessions have changed the keystore since this session signed in, for screens that do not show the list.
 */
export const keystoreChangedQuery = () =>
  queryOptions({
    queryKey: [...key, 'changed-elsewhere'],
    queryFn: async ({ signal }) =>
      (await call('GET /api/certificates', { query: { limit: 1 }, signal })).changedElsewhere,
    refetchInterval: 15_000,
  });

export const certificateQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, 'one', id],
    queryFn: ({ signal }) => call('GET /api/certificates/{id}', { params: { id }, signal }),
  });

export const certificatePemQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, 'pem', id],
    queryFn: ({ signal }) => call('GET /api/certificates/{id}/pem', { params: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const certificateUsageQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, 'usage', id],
    queryFn: ({ signal }) => call('GET /api/certificates/{id}/usage', { params: { id }, signal }),
  });

export const deletedCertificatesQuery = () =>
  queryOptions({
    queryKey: [...key, 'deleted'],
    queryFn: ({ signal }) => call('GET /api/deleted-certificates', { signal }),
  });

/** Adding or deleting a pair also changes which recordings can be played. */
const touched = ['certificates', 'recordings', 'deletion-requests'] as const;

/**
 * `take` returns the private key. It is not one of the mutation's variables, because the cache would keep those. The
 * idempotency key makes it safe to repeat a save whose answer was lost.
 */
export const uploadMutation = (
  client: QueryClient,
  take: () => { body: BodyOf<'POST /api/certificates'>; idempotencyKey: string },
) =>
  mutationOptions({
    mutationFn: () => call('POST /api/certificates', take()),
    onSuccess: changed(client, ...touched),
  });

export const deleteMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, etag }: { id: string; etag: string }) =>
      call('DELETE /api/certificates/{id}', { params: { id }, ifMatch: etag }),
    onSuccess: changed(client, ...touched),
  });

/**
 * Removes everything about a deleted certificate from the cache. Call it when its page has gone: an open page would
 * fetch the certificate again.
 */
export function forgetCertificate(client: QueryClient, id: string): void {
  for (const part of ['one', 'pem', 'usage']) client.removeQueries({ queryKey: [...key, part, id] });
}

export const restoreMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => call('POST /api/deleted-certificates/{id}/restore', { params: { id } }),
    onSuccess: changed(client, ...touched),
  });
