import { parse } from 'hono/utils/cookie';
import { LOOKS_COOKIE, readLooks } from '../first-page/looks.ts';
import { createApi } from './api.ts';
import { documentOf, sendDocument } from './document.ts';
import { firstPage } from './first-pages.ts';
import { firstScreen } from './first-screen.ts';
import { originOf } from './origin.ts';
import { readableSessionOf } from './session.ts';
import { createSite, type Reach } from './site.ts';
import type { StaticFiles } from './static-files.ts';
import type { DamagedTenant, OpenTenant } from './tenants.ts';

interface Options extends Reach {
  tenants: readonly OpenTenant[];
  damaged?: readonly DamagedTenant[];
  demoPassword: string;
  copyFailed?: (() => boolean) | undefined;
  /** undefined: the console has not been built. */
  files: StaticFiles | undefined;
  now?: () => Date;
}

/** A server for the console and for the tenants of a data folder. */
export function createServer({
  tenants,
  damaged = [],
  demoPassword,
  copyFailed,
  now = () => new Date(),
  ...reach
}: Options) {
  const api = createApi({ tenants, damaged, demoPassword, copyFailed, log: reach.log, now });
  return createSite({ ...reach, api: (request) => api.fetch(request), page });

  async function page(request: Request, files: StaticFiles): Promise<Response> {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || !files.isPage(request)) return files.answer(request);
    const { pathname } = new URL(request.url);
    const session = readableSessionOf(tenants, request, now());
    const { modules, calls } = firstPage(pathname, session);
    const answers = await answersTo(calls, request);
    const looks = readLooks(parse(request.headers.get('Cookie') ?? '', LOOKS_COOKIE)[LOOKS_COOKIE]);
    const html = documentOf(files.index, {
      scripts: [...new Set(modules.flatMap(files.filesOf))],
      answers,
      screen: session && firstScreen(request, { session, answers, looks, now: now() }),
      colours: looks.colours,
    });
    return sendDocument(html, request);
  }

  /** Makes the calls as the page would: what they refuse is not in the document. */
  async function answersTo(calls: readonly string[], request: Request): Promise<Map<string, string>> {
    const headers = { Cookie: request.headers.get('Cookie') ?? '' };
    const origin = originOf(request);
    const answers = new Map<string, string>();
    for (const call of calls) {
      const answer = await api.request(origin + call, { headers });
      if (answer.ok) answers.set(call, await answer.text());
    }
    return answers;
  }
}
