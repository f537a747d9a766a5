import { z } from 'zod';
import { calls, type AnswerOf, type BodyOf, type Call, type CallName } from '../../src/contract/calls.ts';
import { problem, type Problem } from '../../src/contract/schemas.ts';
import { problemCodes, problemStatus, type ProblemCode } from '../../src/domain/problem.ts';

/** What was found to be otherwise than documented. */
export class Deviation extends Error {}

export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Deviation(what);
}

export interface Input<K extends CallName> {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: BodyOf<K>;
  headers?: Record<string, string>;
}

export interface Reply<A> {
  status: number;
  headers: Headers;
  text: string;
  bytes: Buffer;
  /** As the contract has it; a deviation where the call was refused. */
  answer: A;
  /** A deviation unless it was refused with this code. */
  refusedWith: (code: ProblemCode) => Problem;
}

const PATIENCE_MS = 60_000;

/** What was called so far, by anybody. */
export const called = new Set<CallName>();

/** Somebody who calls a tenant as the console does: with a cookie, an Origin, and the contract in hand. */
export class Caller {
  readonly url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  async call<K extends CallName>(name: K, input: Input<K> = {}): Promise<Reply<AnswerOf<K>>> {
    called.add(name);
    const [method = '', template = ''] = name.split(' ');
    const path = template.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(input.params?.[key] ?? ''),
    );
    const query = new URLSearchParams(input.query).toString();
    const call: Call = calls[name];
    const body: unknown = input.body;
    const isJson = body !== undefined && !(body instanceof Blob);
    const response = await this.fetch(method, query ? `${path}?${query}` : path, {
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
      headers: {
        ...(isJson ? { 'Content-Type': 'application/json' } : {}),
        ...input.headers,
      },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return replyOf(name, call, response, bytes);
  }

  /** Without the contract, for what is no call of it. */
  async fetch(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: string | Blob } = {},
  ): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { Origin: new URL(this.url).origin, ...(cookie ? { Cookie: cookie } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    for (const each of response.headers.getSetCookie()) this.#keep(each);
    return response;
  }

  #keep(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim());
    const equals = pair.indexOf('=');
    const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
    if (value === '' || attributes.some((attribute) => /^Max-Age=0$/i.test(attribute))) {
      this.#cookies.delete(name);
    } else this.#cookies.set(name, value);
  }
}

function replyOf<K extends CallName>(
  name: K,
  call: Call,
  response: Response,
  bytes: Buffer,
): Reply<AnswerOf<K>> {
  const { status, headers } = response;
  const text = call.media && !call.answer && response.ok ? '' : bytes.toString();
  const type = headers.get('Content-Type') ?? '';
  expect(!text.includes('PRIVATE KEY-----'), `${name} answered with a private key`);
  const said = /\bjson\b/.test(type) ? parsed(name, text) : text;
  if (response.ok) checkAnswer(name, call, status, said);
  const refused = response.ok || status < 400 ? undefined : checkProblem(name, status, type, said);
  return {
    status,
    headers,
    text,
    bytes,
    get answer() {
      expect(refused === undefined, `${name} was refused: ${refused?.code} (${refused?.detail})`);
      return said as AnswerOf<K>;
    },
    refusedWith(code) {
      expect(refused !== undefined, `${name} was to be refused with ${code}, and answered ${status}`);
      expect(refused.code === code, `${name} was to be refused with ${code}, and was with ${refused.code}`);
      return refused;
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

function checkAnswer(name: string, call: Call, status: number, said: unknown): void {
  const documented = call.status ?? (call.answer || call.media ? 200 : 204);
  const part = call.media === true && status === 206;
  expect(status === documented || part, `${name} answered ${status}, documented is ${documented}`);
  const checked = call.answer?.safeParse(said);
  if (checked && !checked.success) {
    throw new Deviation(`${name} did not answer as documented: ${z.prettifyError(checked.error)}`);
  }
}

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
