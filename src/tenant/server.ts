import { createApi } from './api.ts';
import { hostOf, isLoopbackHost } from './origin.ts';
import { preloads } from './preload.ts';
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
  log: (line: string) => void;
}

/** Console and API under one origin. Request → Response. */
export function createServer({ tenants, damaged = [], demoPassword, files, loopbackOnly, log }: Options) {
  const api = createApi({ tenants, damaged, demoPassword, log });
  const headers = Object.entries(securityHeaders(files?.inlineStyleHashes));

  return withLog(answer, log);

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const response =
      loopbackOnly && !isLoopbackHost(hostOf(request))
        ? text(421, 'This server answers to localhost only.')
        : isApi(pathname)
          ? await api.fetch(request)
          : await page(request, pathname);
    for (const [name, value] of headers) response.headers.set(name, value);
    return response;
  }

  async function page(request: Request, pathname: string): Promise<Response> {
    if (!files) return text(503, 'The console is not built. Run “npm run build”, then start again.');
    const response = await files.answer(request);
    if (files.isPage(request)) {
      const link = preloads(pathname, sessionOf(tenants, request, new Date()), files.filesOf);
      if (link) response.headers.set('Link', link);
    }
    return response;
  }
}

export const isApi = (pathname: string): boolean => pathname === '/api' || pathname.startsWith('/api/');

const text = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
