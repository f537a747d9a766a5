import { z } from 'zod';
import type { Call } from '../contract/call.ts';
import { calls, type AnswerOf, type BodyOf, type CallName, type PathParameters } from '../contract/calls.ts';
import { problem, type Problem } from '../contract/problem.ts';
import { problemCodes, problemStatus, type ProblemCode } from '../domain/problem.ts';
import { CookieJar, sameCookies, type Cookies } from './cookies.ts';

/** What was found to be otherwise than documented. */
export class Deviation extends Error {}

export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Deviation(what);
}

export type Input<K extends CallName> = PathParameters<K> & {
  query?: Record<string, string>;
  body?: BodyOf<K>;
  headers?: Record<string, string>;
};

export interface Reply<A> {
  status: number;
  headers: Headers;
  text: string;
  bytes: Buffer;
  /** As the contract has it; a deviation where the call was refused. */
  answer: A;
  /** A deviation where the call was not refused. */
  problem: Problem;
  /** A deviation unless it was refused with this code. */
  refusedWith: (code: ProblemCode) => Problem;
}

interface Sent {
  method: string;
  headers: Record<string, string>;
  body?: string | Blob;
}

interface Way {
  /** Reaches the tenant. */
  ask: (path: string, sent: Sent) => Response | Promise<Response>;
  cookies?: Cookies;
  /** Whether an answer may have nothing that the contract does not name: for our own tenant. */
  exact?: boolean;
}

/** What was called so far, by anybody. */
export const called = new Set<CallName>();

/** Somebody who calls a tenant with the contract in hand: in this process, at an address, or with a browser's cookies. */
export class Caller {
  readonly #ask: Way['ask'];
  readonly #cookies: Cookies;
  readonly #exact: boolean;

  constructor({ ask, cookies = sameCookies(''), exact = true }: Way) {
    this.#ask = ask;
    this.#cookies = cookies;
    this.#exact = exact;
  }

  get cookie(): string {
    return this.#cookies.header;
  }

  async call<K extends CallName>(
    name: K,
    ...[input]: object extends Input<K> ? [input?: Input<K>] : [input: Input<K>]
  ): Promise<Reply<AnswerOf<K>>> {
    called.add(name);
    const { params = {}, query, body, headers }: AnyInput = input ?? {};
    const [method = '', template = ''] = name.split(' ');
    const path = template.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
    const search = new URLSearchParams(query).toString();
    const isJson = body !== undefined && !(body instanceof Blob);
    const response = await this.fetch(method, search ? `${path}?${search}` : path, {
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
      headers: { ...(isJson ? { 'Content-Type': 'application/json' } : {}), ...headers },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return replyOf<AnswerOf<K>>(name, response, bytes, this.#exact);
  }

  /** Without the contract, for what is no call of it. */
  async fetch(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: string | Blob } = {},
  ): Promise<Response> {
    const cookie = this.#cookies.header;
    const response = await this.#ask(path, {
      method,
      headers: { ...(cookie ? { Cookie: cookie } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    this.#cookies.keep(response);
    return response;
  }
}

interface AnyInput {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

const PATIENCE_MS = 60_000;

/** A caller with the cookies and the header Origin of the console at this address. */
export function callerAt(url: string, exact = true): Caller {
  const { origin } = new URL(url);
  return new Caller({
    ask: (path, sent) =>
      fetch(url + path, {
        ...sent,
        headers: { Origin: origin, ...sent.headers },
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      }),
    cookies: new CookieJar(),
    exact,
  });
}

/** Signs in with the call that the sign-in page makes. */
export async function signedInAt(url: string, username: string, password = 'demo'): Promise<Caller> {
  const caller = callerAt(url);
  const { session } = (await caller.call('POST /api/session', { body: { username, password } })).answer;
  expect(session !== null, `${username} is signed in`);
  return caller;
}

function replyOf<A>(name: CallName, response: Response, bytes: Buffer, exact: boolean): Reply<A> {
  const { status, headers } = response;
  const type = headers.get('Content-Type') ?? '';
  expect(!bytes.includes('PRIVATE KEY-----'), `${name} answered with a private key`);
  const text = () => new TextDecoder().decode(bytes);
  const call: Call = calls[name];
  const said = () => (/\bjson\b/.test(type) ? parsed(name, text()) : text());
  const body = call.answer || !response.ok ? said() : undefined;
  if (response.ok) checkAnswer(name, call, { status, body, bytes, exact });
  const refused = response.ok || status < 400 ? undefined : checkProblem(name, status, type, body);
  const refusal = () => {
    expect(refused !== undefined, `${name} was to be refused, and answered ${status}`);
    return refused;
  };
  return {
    status,
    headers,
    bytes,
    get text() {
      return text();
    },
    get answer() {
      expect(refused === undefined, `${name} was refused: ${refused?.code} (${refused?.detail})`);
      return body as A;
    },
    get problem() {
      return refusal();
    },
    refusedWith(code) {
      const { code: is } = refusal();
      expect(is === code, `${name} was to be refused with ${code}, and was with ${is}`);
      return refusal();
    },
  };
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Deviation(`${name} answered what is not JSON, and calls it so`);
  }
}

interface Answered {
  status: number;
  body: unknown;
  bytes: Buffer;
  exact: boolean;
}

function checkAnswer(name: string, call: Call, { status, body, bytes, exact }: Answered): void {
  const documented = call.status ?? (call.answer || call.media ? 200 : 204);
  const part = call.media === true && status === 206;
  expect(status === documented || part, `${name} answered ${status}, documented is ${documented}`);
  if (documented === 204) expect(bytes.length === 0, `${name} answered ${status} with a body`);
  if (!call.answer) return;
  const checked = call.answer.safeParse(body);
  if (!checked.success) {
    throw new Deviation(`${name} did not answer as documented: ${z.prettifyError(checked.error)}`);
  }
  if (exact && canonical(checked.data) !== canonical(body))
    throw new Deviation(`${name} answered with members that the contract does not name`);
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  ) ?? '';

function checkProblem(name: string, status: number, type: string, said: unknown): Problem {
  expect(
    type.startsWith('application/problem+json'),
    `${name} refused with ${status} and no problem (RFC 9457)`,
  );
  const checked = problem.safeParse(said);
  if (!checked.success) {
    throw new Deviation(`${name} refused with an unclear problem: ${z.prettifyError(checked.error)}`);
  }
  const { code } = checked.data;
  const known = problemCodes.find((each) => each === code);
  expect(known !== undefined, `${name} refused with the unknown code ${code}`);
  const documented = problemStatus(known);
  expect(
    status === documented && checked.data.status === status,
    `${name} refused with ${code} and ${status}, documented is ${documented}`,
  );
  return checked.data;
}
