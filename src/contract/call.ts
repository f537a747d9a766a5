import type { z } from 'zod';
import type { Capability } from '../domain/session.ts';

/** A call of the tenant API, as the contract says it. */
export interface Call {
  summary: string;
  /** Who may call: anyone, or every user with this capability. */
  allow: 'anyone' | Capability;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Absent for a 204 answer. */
  answer?: z.ZodType;
  /** The default is 200, or 204 where there is no answer. */
  status?: 201;
  /** The default is JSON. */
  contentType?: string;
  /** The answer is sent as bytes: a media file, whole or in part (RFC 9110, 14), or an export, piece by piece. */
  media?: true;
  /** The body is bytes of one of these media types, instead of JSON. */
  bodyTypes?: readonly string[];
  /** Largest body in bytes. The default has room for a certificate and its key. */
  bodyLimit?: number;
  /** The request must name the version that it changes (`If-Match`, RFC 9110, 13.1.1). Without it: 428; stale: 412. */
  ifMatch?: true;
  /** A request may be repeated with the same `Idempotency-Key` header; it has exactly one effect. */
  idempotencyKey?: true;
}

/** All rows of a list that match, as a file for spreadsheets (RFC 4180). */
export const csvOf = <const Needs extends Capability, Query extends z.ZodObject>(
  allow: Needs,
  query: Query,
) =>
  ({
    summary: 'The same as a file for spreadsheets',
    allow,
    query,
    media: true,
    contentType: 'text/csv; charset=utf-8',
  }) as const;

/** The calls of one subject. The key is method and path. */
export type CallTable = Record<`${'GET' | 'POST' | 'PUT' | 'DELETE'} /api/${string}`, Call>;
