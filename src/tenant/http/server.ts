import { createApi } from './api.ts';
import type { ClockJump } from '../store/clock.ts';
import { createPages } from '../document/pages.ts';
import { createSite, type Reach } from './site.ts';
import type { SingleSignOnSettings } from '../sign-in/single-sign-on-settings.ts';
import type { StaticFiles } from '../document/static-files.ts';
import type { DamagedTenant, OpenTenant } from '../tenants.ts';

interface Options extends Reach {
  tenants: readonly OpenTenant[];
  damaged?: readonly DamagedTenant[];
  demoPassword?: string | undefined;
  singleSignOn?: SingleSignOnSettings | undefined;
  copyFailed?: (() => boolean) | undefined;
  clockJump?: (() => ClockJump | undefined) | undefined;
  /** undefined: the console has not been built. */
  files: StaticFiles | undefined;
  now?: () => Date;
}

/** A server for the console and for the tenants of a data folder. */
export function createServer({
  tenants,
  damaged = [],
  demoPassword,
  singleSignOn,
  copyFailed,
  clockJump,
  now = () => new Date(),
  ...reach
}: Options) {
  const api = createApi({
    tenants,
    damaged,
    demoPassword,
    singleSignOn,
    copyFailed,
    clockJump,
    log: reach.log,
    now,
  });
  const answer = (request: Request) => api.fetch(request);
  return createSite({ ...reach, api: answer, page: createPages({ api: answer }) });
}
