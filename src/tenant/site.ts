import { introduce, type Front } from './caller.ts';
import { isHttps, isOwnHost } from './origin.ts';
import { withLog } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import type { StaticFiles } from './static-files.ts';

/** How a server can be reached. */
export interface Reach {
  /** Whether the server is bound to loopback, so that it only answers to loopback names. */
  loopbackOnly: boolean;
  front?: Front;
  log: (line: string) => void;
}

interface Site extends Reach {
  /** undefined: the console has not been built. */
  files: StaticFiles | undefined;
  /** Answers requests under /api. */
  api: (request: Request) => Response | Promise<Response>;
  /** Answers all other requests, if the console has been built. */
  page: (request: Request, files: StaticFiles) => Promise<Response>;
}

/** Console and API under one origin. Handles a request, given the address at the other end of its connection. */
export function createSite({ files, api, page, loopbackOnly, front = {}, log }: Site) {
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
        ? await api(request)
        : files
          ? await page(request, files)
          : text(503, 'The console is not built. Run “npm run build”, then start again.')
      : text(421, `This server answers to ${front.origin ?? 'localhost'} only.`);
    for (const [name, value] of headers) response.headers.set(name, value);
    if (isHttps(request)) response.headers.set('Strict-Transport-Security', 'max-age=31536000');
    return response;
  }

  /** A load balancer checks the health by IP address; the answer contains nothing to protect. */
  function isForUs(request: Request, pathname: string): boolean {
    return pathname === '/api/health' || isOwnHost(request, { origin: front.origin, loopbackOnly });
  }
}

export const isApi = (pathname: string): boolean => pathname === '/api' || pathname.startsWith('/api/');

const text = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
