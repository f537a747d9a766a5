import type { z } from 'zod';
import type { AnswerOf, CallName, Calls } from '../../contract/calls.ts';
import type { AuditAction } from '../../domain/audit.ts';
import type { Session } from '../../domain/session.ts';
import type { Octets } from './body.ts';
import { recordEntry, type Actor } from '../store/audit-log.ts';
import type { View } from '../store/view.ts';
import type { OpenTenant } from '../tenants.ts';

/** The caller: user, tenant, and what this session sees of the keystore. */
export interface SignedIn extends Session {
  /** A short id for the audit log; not the cookie's token. */
  id: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  view: View;
  /** What the identity provider said, where it vouched for the sign-in. */
  idToken: string | null;
  /** When this session last used a passkey. */
  passkeyAt: string | null;
  store: OpenTenant;
}

export const actor = ({ username, role, id }: SignedIn): Actor => ({ username, role, session: id });

/** Writes into the audit log what this person does, in the transaction of the act. */
export const record = (
  session: SignedIn,
  now: Date,
  action: AuditAction,
  summary: string,
  certificates: readonly string[] = [],
): void =>
  recordEntry(session.store.database, actor(session), {
    at: now.toISOString(),
    action,
    summary,
    certificates,
  });

type Decoded<K extends CallName, Part extends 'query' | 'body'> =
  Calls[K] extends Record<Part, infer S extends z.ZodType> ? z.output<S> : undefined;

export type QueryOf<K extends CallName> = Decoded<K, 'query'>;

type Body<K extends CallName> = Calls[K] extends { bodyTypes: readonly (infer Type extends string)[] }
  ? Octets<Type>
  : Decoded<K, 'body'>;

/**
 * A call after the session, the privilege, the schemas and, where required, the presence of If-Match have been checked.
 */
export interface Incoming<K extends CallName> {
  session: Calls[K]['allow'] extends 'anyone' ? SignedIn | undefined : SignedIn;
  /** The `{id}` of the path; empty where there is none. */
  id: string;
  /** The `{mediaId}` of the path; empty where there is none. */
  mediaId: string;
  query: Decoded<K, 'query'>;
  body: Body<K>;
  /** `undefined` only for calls that do not take it. */
  ifMatch: Calls[K] extends { ifMatch: true } ? string : undefined;
  idempotencyKey: Calls[K] extends { idempotencyKey: true } ? string | undefined : undefined;
  now: Date;
  request: Request;
  /** Headers that the handler adds to the answer. */
  answerHeaders: Headers;
}

/** What a list is made from. */
export type Asking<K extends CallName> = Pick<Incoming<K>, 'session' | 'query' | 'now'>;

/** A media file or an export is answered as a `Response`; every other answer is encoded with the contract's schema. */
type Answer<K extends CallName> = Calls[K] extends { media: true }
  ? Response
  : Calls[K] extends { answer: z.ZodType }
    ? AnswerOf<K>
    : void;

export type Handlers = { [K in CallName]: (incoming: Incoming<K>) => Answer<K> | Promise<Answer<K>> };

/** The calls of one subject. `createApi` has those of all. */
export type SomeHandlers = Partial<Handlers>;
