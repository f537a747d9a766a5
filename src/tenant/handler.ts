import type { z } from 'zod';
import type { AnswerOf, CallName, Calls } from '../contract/calls.ts';
import type { Session } from '../domain/session.ts';
import type { Actor } from './store/audit-log.ts';
import type { View } from './store/view.ts';
import type { OpenTenant } from './tenants.ts';

/** Who calls, in which tenant, and what this session sees of the keystore. */
export interface SignedIn extends Session {
  /** A short name for the audit log; not the cookie. */
  id: string;
  view: View;
  store: OpenTenant;
}

export const actor = ({ username, role, id }: SignedIn): Actor => ({ username, role, session: id });

type Decoded<K extends CallName, Part extends 'query' | 'body'> =
  Calls[K] extends Record<Part, infer S extends z.ZodType> ? z.output<S> : undefined;

/** A call that has passed the session, the role, the schemas and, where it needs one, the presence of If-Match. */
export interface Incoming<K extends CallName> {
  session: Calls[K]['allow'] extends 'anyone' ? SignedIn | undefined : SignedIn;
  /** The `{id}` of the path; empty where there is none. */
  id: string;
  /** The `{mediaId}` of the path; empty where there is none. */
  mediaId: string;
  query: Decoded<K, 'query'>;
  body: Decoded<K, 'body'>;
  /** `undefined` only where the call does not take it. */
  ifMatch: Calls[K] extends { ifMatch: true } ? string : undefined;
  idempotencyKey: Calls[K] extends { idempotencyKey: true } ? string | undefined : undefined;
  now: Date;
  request: Request;
  /** For what an answer's headers need beyond its body. */
  answerHeaders: Headers;
}

/** A media file or an export is answered as it goes out; all else by the contract's schema. */
type Answer<K extends CallName> = Calls[K] extends { media: true } ? Response : AnswerOf<K>;

export type Handler<K extends CallName> = (incoming: Incoming<K>) => Answer<K> | Promise<Answer<K>>;

export type Handlers<K extends CallName> = { [Name in K]: Handler<Name> };
