import { forwardTo } from './forward.ts';
import { createSite, type Reach } from './site.ts';
import type { StaticFiles } from './static-files.ts';
import { StartRefused } from './store/key-file.ts';

interface Options extends Reach {
  /** TENANT_URL */
  tenant: URL;
  /** undefined: not built. */
  files: StaticFiles | undefined;
  patienceMs?: number;
}

/**
 * The console before a tenant that runs elsewhere. It keeps nothing: each page is the same document for everybody, and what it
 * shows it asks the tenant for.
 */
export const createConsole = ({ tenant, patienceMs, ...reach }: Options) =>
  createSite({
    ...reach,
    api: forwardTo(tenant, { log: reach.log, ...(patienceMs === undefined ? {} : { patienceMs }) }),
    page: (request, files) => files.answer(request),
  });

/** Reads TENANT_URL; undefined where it is not set. Throws a sentence for the person at the shell. */
export function readTenantUrl(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  const isBase = url && /^https?:$/.test(url.protocol) && url.href === url.origin + url.pathname;
  if (isBase) return url;
  throw new StartRefused(
    `TENANT_URL is ${text}, which is no address of a tenant. Set what stands before /api in its calls: TENANT_URL=https://tenant.example`,
  );
}
