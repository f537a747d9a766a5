import { parse } from 'hono/utils/cookie';
import { sessionState } from '../../contract/session.ts';
import { introduceFor } from '../http/caller.ts';
import { documentOf, sendDocument, thatFit } from './document.ts';
import { firstPage, SESSION } from './first-pages.ts';
import { originOf } from '../http/origin.ts';
import type { StaticFiles } from './static-files.ts';

interface Options {
  /** Answers the calls of the API: a tenant in this process, or one that they are forwarded to. */
  api: (request: Request) => Response | Promise<Response>;
  /** Milliseconds for which a document waits for the answers. What comes later, the page fetches by itself. */
  patienceMs?: number;
}

/** What the API has answered to the first calls of a page. */
interface FirstAnswers {
  /** Undefined while `GET /api/session` has not been answered. */
  reader: { modules: readonly string[]; calls: readonly string[] } | undefined;
  /** The answers as they came, by path and query of the call. */
  texts: Map<string, string>;
  /** The Set-Cookie headers that came with them. */
  cookies: string[];
  /** The tenant's time. */
  time: Date | undefined;
}

/**
 * Answers the pages of the console: the built document, with the answers to the page's first calls. It makes the calls with the cookies of the person, so it knows what they may see
 * and nothing else. Without an answer to `GET /api/session`, the document is the same for everybody.
 */
export function createPages({ api, patienceMs = 1000 }: Options) {
  return async (request: Request, files: StaticFiles): Promise<Response> => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || !files.isPage(request)) return files.answer(request);
    const { reader, texts, cookies, time } = await firstAnswers(request);
    if (!reader) return files.answer(request);
    const { modules, calls } = reader;
    const { colours } = parse(request.headers.get('Cookie') ?? '', 'colours');
    const html = documentOf(files.index, {
      scripts: [...new Set(modules.flatMap(files.filesOf))],
      answers: thatFit(texts, [SESSION, ...calls]),
      // What the person chose in this browser (app/colours.ts).
      colours: colours === 'light' || colours === 'dark' ? colours : undefined,
      time,
    });
    const document = await sendDocument(html, request);
    for (const cookie of cookies) document.headers.append('Set-Cookie', cookie);
    return document;
  };

  /** Waits until all answers are there, or until the patience is over: then with those that have come. */
  async function firstAnswers(request: Request): Promise<FirstAnswers> {
    const found: FirstAnswers = { reader: undefined, texts: new Map(), cookies: [], time: undefined };
    const stop = new AbortController();
    // The signal only stops what is still under way. It must not be what ends the waiting: when a request is not held by
    // anybody else, it is collected together with its signal, and never told.
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, patienceMs);
    await Promise.race([askAll(request, found, stop.signal), late.promise]);
    clearTimeout(timer);
    stop.abort();
    return found;
  }

  async function askAll(request: Request, found: FirstAnswers, signal: AbortSignal): Promise<void> {
    /** Keeps what is answered with JSON. A refusal is left out: the page then makes the call and shows what it says. */
    const ask = async (call: string): Promise<void> => {
      const headers = { Cookie: request.headers.get('Cookie') ?? '' };
      const inner = new Request(originOf(request) + call, { headers, signal });
      introduceFor(inner, request);
      try {
        const answer = await api(inner);
        found.cookies.push(...answer.headers.getSetCookie());
        const time = new Date(answer.headers.get('Tenant-Time') ?? '');
        if (!Number.isNaN(time.getTime())) found.time = time;
        if (!answer.ok) return;
        const text = await answer.text();
        JSON.parse(text);
        found.texts.set(call, text);
      } catch {
        // Too late, or no JSON.
      }
    };

    await ask(SESSION);
    const state = sessionState.safeParse(JSON.parse(found.texts.get(SESSION) ?? 'null'));
    if (!state.success) return;
    found.reader = firstPage(new URL(request.url), state.data.session ?? undefined);
    const [versions, ...lists] = found.reader.calls;
    // The versions come before the lists: a change between the two is then noticed at the next check, and never missed.
    if (versions !== undefined) await ask(versions);
    await Promise.all(lists.map(ask));
  }
}
