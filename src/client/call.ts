import type { AnswerOf, BodyOf, CallName, PathParameters, QueryOf } from '../contract/calls.ts';
import type { Problem } from '../contract/problem.ts';
import type { ProblemCode } from '../domain/problem.ts';
import type { ProblemField } from '../domain/problems/entry.ts';
import { noteTenantTime } from './clock.ts';
import { takeFirstAnswer } from './first-answers.ts';

/**
 * Thrown when a call did not succeed: the tenant's problem (RFC 9457) with its stable code, or `unreachable` when there
 * was no answer. `message` is the sentence for a person.
 */
export class CallProblem extends Error {
  readonly code: ProblemCode | 'unreachable';
  readonly field: ProblemField | undefined;
  readonly problem: Problem | undefined;
  /** Seconds after which the call may be tried again (RFC 9110, 10.2.3); 0 if the answer does not say. */
  readonly retryAfter: number;

  constructor(code: ProblemCode | 'unreachable', message: string, problem?: Problem, retryAfter = 0) {
    super(message);
    this.name = 'CallProblem';
    this.code = code;
    this.field = problem?.field;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** A save that the tenant takes only with an acknowledgement. */
export const wouldStop = (error: unknown): boolean =>
  error instanceof CallProblem && error.code === 'encryption_would_stop';

export const unreachable = (): CallProblem =>
  new CallProblem(
    'unreachable',
    'The tenant cannot be reached. Check your connection, then try again; nothing is lost.',
  );

export type Input<K extends CallName> = PathParameters<K> &
  (undefined extends BodyOf<K> ? { body?: never } : { body: BodyOf<K> }) & {
    query?: QueryOf<K>;
    ifMatch?: string;
    idempotencyKey?: string;
    signal?: AbortSignal;
  };

/**
 * Calls the tenant. The name contains method and path ("GET /api/certificates/{id}"), so the browser needs only the
 * types of the contract. Throws `CallProblem`; an aborted call throws the signal's reason.
 */
export async function call<K extends CallName>(name: K, input: Input<K>): Promise<AnswerOf<K>> {
  const first = name.startsWith('GET ') ? takeFirstAnswer(urlOf(name, input)) : undefined;
  if (first !== undefined) return first as AnswerOf<K>;
  const { response, text } = await send(name, input);
  return answerIn<K>(response, text);
}

export interface Tagged<Answer> {
  answer: Answer;
  /** The entity tag of the answer (RFC 9110, 8.8.3), if it has one. */
  etag?: string | undefined;
}

/**
 * For calls that are repeated regularly: sends the entity tag of `known`, and answers `known` itself if the tenant says
 * that it has not changed (304).
 */
export async function callAgain<K extends CallName>(
  name: K,
  input: Input<K>,
  known: Tagged<AnswerOf<K>> | undefined,
): Promise<Tagged<AnswerOf<K>>> {
  const first = takeFirstAnswer(urlOf(name, input));
  if (first !== undefined) return { answer: first as AnswerOf<K> };
  const { response, text } = await send(name, input, known?.etag);
  if (response.status === 304 && known) return known;
  return { answer: answerIn<K>(response, text), etag: response.headers.get('ETag') ?? undefined };
}

export function urlOf<K extends CallName>(name: K, input: Input<K>): string {
  const parameters: Record<string, string> = input.params ?? {};
  const path = name
    .slice(name.indexOf(' ') + 1)
    .replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(parameters[key] ?? ''));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries<string | number | undefined>(input.query ?? {})) {
    if (value !== undefined) query.set(key, String(value));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

async function send<K extends CallName>(name: K, input: Input<K>, ifNoneMatch?: string) {
  const headers = new Headers();
  const body: unknown = input.body;
  // A blob has a type of its own.
  const isJson = body !== undefined && !(body instanceof Blob);
  if (isJson) headers.set('Content-Type', 'application/json');
  if (input.ifMatch !== undefined) headers.set('If-Match', input.ifMatch);
  if (input.idempotencyKey !== undefined) headers.set('Idempotency-Key', input.idempotencyKey);
  if (ifNoneMatch !== undefined) headers.set('If-None-Match', ifNoneMatch);
  const askedAt = Date.now();
  try {
    const response = await fetch(urlOf(name, input), {
      method: name.slice(0, name.indexOf(' ')),
      headers,
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
      ...(input.signal ? { signal: input.signal } : {}),
    });
    noteTenantTime(response.headers.get('Tenant-Time'), askedAt);
    return { response, text: await response.text() };
  } catch (error) {
    input.signal?.throwIfAborted();
    throw error instanceof CallProblem ? error : unreachable();
  }
}

function answerIn<K extends CallName>(response: Response, text: string): AnswerOf<K> {
  if (response.ok) return (isJson(response) ? JSON.parse(text) : text) as AnswerOf<K>;
  throw problemOf(response, text);
}

/**
 * Fetches something that is not JSON, such as a media file, or with `Range` (RFC 9110, 14.2) a part of it. Throws like
 * `call`.
 */
export async function callForBlob(path: string, range?: string): Promise<Blob> {
  try {
    const response = await fetch(path, range === undefined ? {} : { headers: { Range: range } });
    if (response.ok) return await response.blob();
    throw problemOf(response, await response.text());
  } catch (error) {
    throw error instanceof CallProblem ? error : unreachable();
  }
}

const isJson = (response: Response): boolean => /\bjson\b/.test(response.headers.get('Content-Type') ?? '');

function problemOf(response: Response, text: string): CallProblem {
  if (!isJson(response)) return unreachable();
  const problem = JSON.parse(text) as Problem;
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  return new CallProblem(problem.code as ProblemCode, problem.detail, problem, retryAfter);
}

/** A sentence for anything that was thrown, for `catch` clauses and error boundaries. */
export const sentenceOf = (error: unknown): string =>
  error instanceof CallProblem
    ? error.message
    : 'Something in the console went wrong. Reload the page and try again.';
