import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

/** Survives restarts of the development server, at which Vite loads its configuration and this file again. */
const running = ((globalThis as Record<symbol, unknown>)[Symbol.for('tenant of the dev server')] ??= {}) as {
  close?: (() => void) | undefined;
};

/** `npm run dev`: the same tenant inside Vite's development server, under /api, and pages with the same policy. */
export function tenant(): Plugin {
  const nonce = randomUUID();
  return {
    name: 'tenant',
    apply: (_, { command, mode }) => command === 'serve' && mode !== 'test',
    config: () => ({ html: { cspNonce: nonce } }),
    async configureServer(server) {
      // Imported here, so that a build or a test run does not open a keystore.
      const { getRequestListener } = await import('@hono/node-server');
      const { createApi } = await import('../http/api.ts');
      const { introduce } = await import('../http/caller.ts');
      const { keepHouseDaily } = await import('../operations/housekeeping.ts');
      const { printable } = await import('../print.ts');
      const { withLog } = await import('../http/request-log.ts');
      const { DEFAULT_DEMO_PASSWORD } = await import('../sign-in/seed.ts');
      const { isApi } = await import('../http/site.ts');
      const { securityHeaders } = await import('../http/security-headers.ts');
      const { StartRefused } = await import('../store/key-file.ts');
      const { hasOwnTenant, openDataFolder } = await import('../tenants.ts');
      const dataDir = resolve(process.env['TENANT_DATA_DIR'] || 'data');
      const demoPassword = hasOwnTenant(dataDir)
        ? undefined
        : process.env['TENANT_DEMO_PASSWORD'] || DEFAULT_DEMO_PASSWORD;
      // When its configuration changes, Vite starts the new server before it closes the old one, which still holds the
      // folder.
      running.close?.();
      const folder = await openDataFolder({
        dataDir,
        demoPassword,
      }).catch((error: unknown) => {
        // Vite prints the stack of an error that ends its start; the sentence alone is enough here.
        throw error instanceof StartRefused ? Object.assign(error, { stack: error.message }) : error;
      });
      const { tenants, damaged } = folder;
      const { logger } = server.config;
      for (const { sentence } of damaged) logger.error(printable(sentence));
      const log = (line: string) => logger.info(printable(line));
      const houseKeeping = keepHouseDaily(tenants, log);
      const close = () => {
        houseKeeping.stop();
        folder.close();
      };
      running.close = close;
      const api = createApi({ tenants, damaged, demoPassword, clockJump: houseKeeping.clockJump, log });
      const answer = withLog(api.fetch, log);
      const listener = getRequestListener(
        (request, { incoming }) => {
          introduce(request, incoming.socket.remoteAddress ?? '', {});
          return answer(request);
        },
        { overrideGlobalObjects: false },
      );
      const headers = new Headers(securityHeaders([], { nonce }));
      server.middlewares.use((request, response, next) => {
        response.setHeaders(headers);
        if (!isApi(request.url?.split('?')[0] ?? '')) return next();
        void listener(request, response);
      });
      server.httpServer?.once('close', () => {
        if (running.close !== close) return;
        running.close = undefined;
        close();
      });
    },
  };
}
