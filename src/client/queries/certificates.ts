import {
  keepPreviousData,
  mutationOptions,
  queryOptions,
  useQueries,
  type QueryClient,
} from '@tanstack/react-query';
import type { AnswerOf, BodyOf } from '../../contract/calls.ts';
import { allPages } from './all-pages.ts';
import { MOST_SERIAL_NUMBERS } from '../../domain/certificate.ts';
import { isoDay } from '../../domain/columns.ts';
import { nameApart } from '../../domain/same-name.ts';
import { MOST_ROWS } from '../../domain/list.ts';
import { call } from '../call.ts';
import { clockNow } from '../clock.ts';
import { changed } from './changed.ts';
import { listQuery } from './list.ts';
import { inPool } from '../workers/in-pool.ts';
import { queryOf } from './query.ts';

type CertificatePage = AnswerOf<'GET /api/certificates'>;
export type Certificate = CertificatePage['items'][number];
export type CertificateUsage = AnswerOf<'GET /api/certificates/{id}/usage'>;
export type DeletedCertificate = AnswerOf<'GET /api/deleted-certificates'>['items'][number];

const key = ['certificates'] as const;

/**
 * The certificates in the keystore that have one of these serial numbers, and which ones were asked for. While more are
 * asked for, those that were known stay.
 */
export const certificatesOfQuery = (serialNumbers: readonly string[]) =>
  queryOptions({
    queryKey: [...key, 'of serial numbers', serialNumbers],
    queryFn: async ({ signal }) => {
      const parts = Array.from({ length: Math.ceil(serialNumbers.length / MOST_SERIAL_NUMBERS) }, (_, part) =>
        serialNumbers.slice(part * MOST_SERIAL_NUMBERS, (part + 1) * MOST_SERIAL_NUMBERS).join(),
      );
      const found = await inPool(parts, (part) =>
        allPages((cursor) =>
          call('GET /api/certificates', { query: { serialNumbers: part, cursor }, signal }),
        ),
      );
      return { asked: new Set(serialNumbers), items: found.flatMap(({ items }) => items) };
    },
    placeholderData: keepPreviousData,
  });

/**
 * How many certificates there are, and whether other sessions have changed the keystore since this session signed in,
 * for screens that do not show the list.
 */
export const keystoreQuery = () =>
  queryOptions({
    queryKey: [...key, 'keystore'],
    queryFn: async ({ signal }) => {
      const { total, changedElsewhere } = await call('GET /api/certificates', {
        query: { limit: 1 },
        signal,
      });
      return { total, changedElsewhere };
    },
  });

/** How many certificates are still to expire, and those that a calendar file has, the next one first. */
export const comingExpiriesQuery = () =>
  queryOptions({
    queryKey: [...key, 'coming expiries'],
    queryFn: ({ signal }) =>
      call('GET /api/certificates', {
        query: { sort: 'notAfter', expiresFrom: clockNow().toISOString(), limit: MOST_ROWS },
        signal,
      }),
  });

/** The newest certificates in which the tenant finds this. */
export const foundCertificatesQuery = (search: string) =>
  listQuery('GET /api/certificates', 'certificates', { sort: '-uploadedAt', search });

export const certificateQuery = (id: string) =>
  queryOf([...key, 'one', id], 'GET /api/certificates/{id}', { params: { id } });

/** Those of these certificates that this session sees. */
export const useCertificates = (ids: readonly string[]): Certificate[] =>
  useQueries({
    queries: ids.map((id) => ({ ...certificateQuery(id), retry: false })),
    combine: (found) => found.flatMap(({ data }) => data ?? []),
  });

/** Waits for these certificates, as far as this session sees them. */
export const loadCertificates = async (client: QueryClient, ids: readonly string[]): Promise<void> => {
  await Promise.allSettled(ids.map((id) => client.ensureQueryData(certificateQuery(id))));
};

export const certificatePemQuery = (id: string) => ({
  ...queryOf([...key, 'pem', id], 'GET /api/certificates/{id}/pem', { params: { id } }),
  staleTime: Number.POSITIVE_INFINITY,
});

/**
 * The names of these certificates in the keystore, by the end of the alias, which says issuer and serial number. Asked one
 * by one: an archive names few, and a keystore may have thousands.
 */
export const certificateNamesQuery = (wanted: readonly { alias: string; serialHex: string }[]) =>
  queryOptions({
    queryKey: [...key, 'names', wanted],
    queryFn: async ({ signal }) => {
      const found = await inPool(wanted, async ({ alias, serialHex: serialNumbers }) => {
        const { items } = await allPages((cursor) =>
          call('GET /api/certificates', { query: { serialNumbers, cursor }, signal }),
        );
        const own = items.find((each) => each.alias.endsWith(`:${alias}`));
        return own && ([alias, nameApart(own, isoDay)] as const);
      });
      return new Map(found.filter((each) => each !== undefined));
    },
    staleTime: 60_000,
  });

export const certificateUsageQuery = (id: string) =>
  queryOf([...key, 'usage', id], 'GET /api/certificates/{id}/usage', { params: { id } });

/** Adding or deleting a pair also changes which recordings can be played. */
const touched = ['certificates', 'recordings', 'requests'] as const;

/**
 * `take` returns the private key. It is not one of the mutation's variables, because the cache would keep those. The
 * idempotency key makes it safe to repeat a save whose answer was lost.
 */
export const uploadMutation = (
  into: 'Certificates' | 'Keys',
  take: () => { body: BodyOf<'POST /api/certificates'>; idempotencyKey: string },
) =>
  mutationOptions({
    mutationFn: (): Promise<{ id: string }> =>
      into === 'Keys' ? call('POST /api/keys', take()) : call('POST /api/certificates', take()),
    onSuccess: changed(...touched, 'keys', 'ivr-profiles'),
  });

export const deleteMutation = () =>
  mutationOptions({
    mutationFn: ({ id, etag }: { id: string; etag: string }) =>
      call('DELETE /api/certificates/{id}', { params: { id }, ifMatch: etag }),
    onSuccess: changed(...touched),
  });

/**
 * Removes everything about a deleted certificate from the cache. Call it when its page has gone: an open page would
 * fetch the certificate again.
 */
export function forgetCertificate(client: QueryClient, id: string): void {
  for (const part of ['one', 'pem', 'usage']) client.removeQueries({ queryKey: [...key, part, id] });
}

export const restoreMutation = () =>
  mutationOptions({
    mutationFn: (id: string) => call('POST /api/deleted-certificates/{id}/restore', { params: { id } }),
    onSuccess: changed(...touched),
  });
