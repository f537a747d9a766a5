import { createApi } from './api.ts';
import { introduce, type Front } from './caller.ts';
import { documentOf, sendDocument } from './document.ts';
import { firstPage } from './first-pages.ts';
import { isHttps, isOwnHost, originOf } from './origin.ts';
import { withLog } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import { sessionOf } from './session.ts';
import type { StaticFiles } from './static-files.ts';
import type { DamagedTenant, OpenTenant } from './tenants.ts';

interface Options {
  tenants: readonly OpenTenant[];
  damaged?: readonly DamagedTenant[];
  demoPassword: string;
  /** undefined: not built. */
  files: StaticFiles | undefined;
  /** Bound to loopback: answer to loopback's names alone. */
  loopbackOnly: boolean;
  front?: Front;
  log: (line: string) => void;
  now?: () => Date;
}

/** Console and API under one origin. Request, and the address at the other end of its connection → Response. */
export function createServer({
  tenants,
  damaged = [],
  demoPassword,
  files,
  loopbackOnly,
  front = {},
  log,
  now = () => new Date(),
}: Options) {
  const api = createApi({ tenants, damaged, demoPassword, log, now });
  const headers = Object.entries(securityHeaders(files?.inlineStyleHashes));

  const logged = withLog(answer, log);
  return (request: Request, peer = ''): Promise<Response> => {
    introduce(request, peer, front);
    return logged(request);
  };

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const response = isForUs(request, pathname)
      ? isApi(pathname)
        ? await api.fetch(request)
        : await page(request, pathname)
      : text(421, `This server answers to ${front.origin ?? 'localhost'} only.`);
    for (const [name, value] of headers) response.headers.set(name, value);
    if (isHttps(request)) response.headers.set('Strict-Transport-Security', 'max-age=31536000');
    return response;
  }

  /** A load balancer asks for the health by address; there is nothing in the answer to protect. */
  function isForUs(request: Request, pathname: string): boolean {
    return pathname === '/api/health' || isOwnHost(request, { origin: front.origin, loopbackOnly });
  }

  async function page(request: Request, pathname: string): Promise<Response> {
    if (!files) return text(503, 'The console is not built. Run “npm run build”, then start again.');
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || !files.isPage(request)) return files.answer(request);
    const { modules, calls } = firstPage(pathname, sessionOf(tenants, request, now()));
    const scripts = [...new Set(modules.flatMap(files.filesOf))];
    return sendDocument(
      documentOf(files.index, { scripts, answers: await answersTo(calls, request) }),
      request,
    );
  }

  /** By the calls themselves, as the page would make them: what they refuse is not in the document. */
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

export const isApi = (pathname: string): boolean => pathname === '/api' || pathname.startsWith('/api/');

const text = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
