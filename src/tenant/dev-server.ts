import { resolve } from 'node:path';
import type { Plugin } from 'vite';

/** `npm run dev`: the same tenant inside Vite's development server, under /api. */
export function tenant(): Plugin {
  return {
    name: 'tenant',
    apply: (_, { command, mode }) => command === 'serve' && mode !== 'test',
    async configureServer(server) {
      // Loaded here, so that a build or a test run does not open a keystore.
      const { getRequestListener } = await import('@hono/node-server');
      const { createApi } = await import('./api.ts');
      const { keepHouseDaily } = await import('./housekeeping.ts');
      const { withLog } = await import('./request-log.ts');
      const { DEFAULT_DEMO_PASSWORD } = await import('./seed.ts');
      const { isApi } = await import('./server.ts');
      const { closeTenants, openTenants } = await import('./tenants.ts');
      const demoPassword = process.env['TENANT_DEMO_PASSWORD'] || DEFAULT_DEMO_PASSWORD;
      const dataDir = resolve(process.env['TENANT_DATA_DIR'] || 'data');
      const tenants = await openTenants({ dataDir, demoPassword });
      const log = (line: string) => server.config.logger.info(line);
      const stopKeepingHouse = keepHouseDaily(tenants, log);
      const api = createApi({ tenants, demoPassword, log });
      const listener = getRequestListener(withLog(api.fetch, log), { overrideGlobalObjects: false });
      server.middlewares.use((request, response, next) => {
        if (!isApi(request.url?.split('?')[0] ?? '')) return next();
        void listener(request, response);
      });
      server.httpServer?.once('close', () => {
        stopKeepingHouse();
        closeTenants(tenants);
      });
    },
  };
}
