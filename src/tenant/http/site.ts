import { hostOf, introduce, type Front } from './caller.ts';
import { problemSentence } from '../../domain/problem.ts';
import { foreignWrite, isHttps, isOwnHost } from './origin.ts';
import { withLog } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import type { StaticFiles } from '../document/static-files.ts';

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
  const notice = noticesFor(log);
  const headers = Object.entries(securityHeaders(files?.inlineStyleHashes));
  const logged = withLog(answer, log);
  return (request: Request, peer = ''): Promise<Response> => {
    introduce(request, peer, front);
    return logged(request);
  };

  async function answer(request: Request): Promise<Response> {
    const response = await respond(request);
    for (const [name, value] of headers) response.headers.set(name, value);
    if (isHttps(request)) response.headers.set('Strict-Transport-Security', 'max-age=31536000');
    return response;
  }

  async function respond(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (!isForUs(request, pathname)) {
      const sentence = `This server was called as ${hostOf(request).slice(0, 200)}, and it answers to ${front.origin ?? 'localhost'} only. Open that address, or set TENANT_ORIGIN to the one that people open.`;
      notice(sentence);
      return text(421, sentence);
    }
    if (isApi(pathname)) {
      const foreign = foreignWrite(request);
      if (foreign) notice(problemSentence(foreign.code, foreign.about));
      return api(request);
    }
    return files
      ? page(request, files)
      : text(503, 'The console is not built. Run “npm run build”, then start again.');
  }

  /** A load balancer checks the health by IP address; the answer contains nothing to protect. */
  function isForUs(request: Request, pathname: string): boolean {
    return pathname === '/api/health' || isOwnHost(request, { origin: front.origin, loopbackOnly });
  }
}

export const isApi = (pathname: string): boolean => pathname === '/api' || pathname.startsWith('/api/');

const MOST_NOTICES = 10;

/** Logs each sentence once, and only the first few: whoever calls can make as many as they want. */
function noticesFor(log: (line: string) => void): (sentence: string) => void {
  const known = new Set<string>();
  return (sentence) => {
    if (known.has(sentence) || known.size === MOST_NOTICES) return;
    known.add(sentence);
    log(sentence);
  };
}

const text = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
