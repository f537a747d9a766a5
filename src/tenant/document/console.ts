import { forwardTo } from '../forward/forward.ts';
import { createPages } from './pages.ts';
import { createSite, type Reach } from '../http/site.ts';
import type { StaticFiles } from './static-files.ts';
import { StartRefused } from '../store/key-file.ts';

interface Options extends Reach {
  /** TENANT_URL */
  tenant: URL;
  /** undefined: the console has not been built. */
  files: StaticFiles | undefined;
  patienceMs?: number;
}

/** A console in front of a tenant that runs elsewhere. It stores nothing. */
export function createConsole({ tenant, patienceMs, ...reach }: Options) {
  const api = forwardTo(tenant, { log: reach.log, ...(patienceMs === undefined ? {} : { patienceMs }) });
  return createSite({ ...reach, api, page: createPages({ api }) });
}

/** Reads TENANT_URL; undefined if it is not set. Throws a sentence for the person who starts the server. */
export function readTenantUrl(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  const isBase = url && /^https?:$/.test(url.protocol) && url.href === url.origin + url.pathname;
  if (isBase) return url;
  throw new StartRefused(
    `TENANT_URL is ${text}, which is not a tenant’s address. Set the part before /api of its calls: TENANT_URL=https://tenant.example`,
  );
}
