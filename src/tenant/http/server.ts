import { createApi, type ApiOptions } from './api.ts';
import { createPages } from '../document/pages.ts';
import { createSite, type Reach } from './site.ts';
import type { StaticFiles } from '../document/static-files.ts';

interface Options extends Reach, Omit<ApiOptions, 'log'> {
  /** undefined: the console has not been built. */
  files: StaticFiles | undefined;
}

/** A server for the console and for the tenants of a data folder. */
export function createServer({ files, loopbackOnly, front, log, ...options }: Options) {
  const api = createApi({ ...options, log });
  const answer = (request: Request) => api.fetch(request);
  const reach = { loopbackOnly, log, ...(front && { front }) };
  return createSite({ ...reach, files, api: answer, page: createPages({ api: answer }) });
}
