import { parse } from 'hono/utils/cookie';
import { sessionState } from '../contract/schemas.ts';
import { LOOKS_COOKIE, readLooks } from '../first-page/looks.ts';
import { introduceFor } from './caller.ts';
import { documentOf, sendDocument } from './document.ts';
import { firstPage, SESSION } from './first-pages.ts';
import { firstScreen } from './first-screen.ts';
import { originOf } from './origin.ts';
import type { StaticFiles } from './static-files.ts';

interface Options {
  /** Answers the calls of the API: a tenant in this process, or one that they are forwarded to. */
  api: (request: Request) => Response | Promise<Response>;
  now?: () => Date;
  /** Milliseconds for which a document waits for the answers. What comes later, the page fetches by itself. */
  patienceMs?: number;
}

/**
 * Answers the pages of the console: the built document, with the answers to the page's first calls and, where there is
 * one, its first screen as plain HTML. It makes the calls with the cookies of the person, so it knows what they may see
 * and nothing else. Without an answer to `GET /api/session`, the document is the same for everybody.
 */
export const createPages =
  ({ api, now = () => new Date(), patienceMs = 1000 }: Options) =>
  async (request: Request, files: StaticFiles): Promise<Response> => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || !files.isPage(request)) return files.answer(request);

    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(patienceMs)]);
    const answers = new Map<string, string>();
    const cookies: string[] = [];
    /** Keeps what is answered with JSON. A refusal is left out: the page then makes the call and shows what it says. */
    const ask = async (call: string): Promise<unknown> => {
      const headers = { Cookie: request.headers.get('Cookie') ?? '' };
      const inner = new Request(originOf(request) + call, { headers, signal });
      introduceFor(inner, request);
      try {
        const answer = await api(inner);
        cookies.push(...answer.headers.getSetCookie());
        if (!answer.ok) return undefined;
        const text = await answer.text();
        const value: unknown = JSON.parse(text);
        answers.set(call, text);
        return value;
      } catch {
        return undefined;
      }
    };

    const state = sessionState.safeParse(await ask(SESSION));
    if (!state.success) return files.answer(request);
    const session = state.data.session ?? undefined;
    const { modules, calls } = firstPage(new URL(request.url).pathname, session);
    const [versions, ...lists] = calls;
    // The versions come before the lists: a change between the two is then noticed at the next check, and never missed.
    if (versions !== undefined) await ask(versions);
    await Promise.all(lists.map(ask));

    const looks = readLooks(parse(request.headers.get('Cookie') ?? '', LOOKS_COOKIE)[LOOKS_COOKIE]);
    const html = documentOf(files.index, {
      scripts: [...new Set(modules.flatMap(files.filesOf))],
      answers,
      screen: session && firstScreen(request, { session, answers, looks, now: now() }),
      colours: looks.colours,
    });
    const document = await sendDocument(html, request);
    for (const cookie of cookies) document.headers.append('Set-Cookie', cookie);
    return document;
  };
