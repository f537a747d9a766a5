import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { tenant } from './src/tenant/document/dev-server.ts';
import { firstModules } from './src/tenant/document/first-pages.ts';
import { pageFiles } from './src/tenant/document/page-files.ts';
import { precompress } from './src/tenant/document/precompress.ts';

const signInPage = ['src/screens/sign-in/sign-in.tsx', 'src/screens/sign-in/sign-in-form.tsx'];
const listPage = ['src/app/layout.tsx', 'src/screens/certificates/list.tsx'];

const isIn = (files: readonly string[]) => (id: string) => files.some((file) => id.endsWith(`/${file}`));

type Modules = { getModuleInfo: (id: string) => { importedIds: readonly string[] } | null };

/** Puts all modules that these files import, directly or indirectly, into the group `common`. */
function importedBy(files: readonly string[]) {
  let imported: Set<string> | undefined;
  return (id: string, modules: Modules) => {
    imported ??= reachedFrom(files, modules);
    return imported.has(id) && !isIn(files)(id) ? 'common' : null;
  };
}

function reachedFrom(files: readonly string[], modules: Modules): Set<string> {
  const reached = new Set(files.map((file) => resolve(import.meta.dirname, file)));
  for (const id of reached) {
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
  }
  return reached;
}

export default defineConfig({
  plugins: [react(), tenant(), pageFiles(firstModules), precompress()],
  server: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 5180) },
  build: {
    target: 'es2023',
    // Inlined assets would be data: URLs, which the content security policy refuses for scripts and workers.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // `npm run bench` measures the compressed size of a page against its budget; this limit only silences Vite's
    // warning.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // How long each plugin took helps nobody who builds the console on a busy machine.
      checks: { bundlerTimings: false },
      // Emotion imports this package for a function that the console never calls.
      treeshake: { moduleSideEffects: [{ test: /hoist-non-react-statics/, sideEffects: false }] },
      output: {
        // Short names, because each first script contains the names of all others. Vite's names, made from the screens
        // that share a chunk, would add a kilobyte.
        chunkFileNames: 'assets/c-[hash:7].js',
        codeSplitting: {
          groups: [
            // Without groups, MUI falls into dozens of files, and each costs a round trip on a slow network. A group
            // takes its modules with everything that they import, except what an earlier group has taken. So the
            // sign-in page and the list load three files each: `initial`, `common` and their own.
            { name: 'initial', tags: ['$initial'], priority: 6 },
            // The library's index file exports these together with what the sign-in page needs.
            { name: 'queries', test: /[\\/]\w*(queries|infinite)\w*\.js$/i, priority: 5 },
            { name: importedBy(signInPage), debugName: 'common', priority: 4 },
            { name: 'sign-in', test: isIn(signInPage), priority: 3 },
            { name: 'list', test: isIn(listPage), priority: 2 },
            { name: 'forms', test: /node_modules[\\/]react-hook-form[\\/]/, priority: 1 },
            // The readers of certificates and keys are apart from what every screen shares, because the list does not
            // need them.
            {
              name: 'pki',
              test: /src[\\/]pki[\\/]|@noble[\\/]/,
              entriesAware: true,
              entriesAwareMergeThreshold: 25_000,
              priority: 1,
            },
            {
              name: 'shared',
              // The writers of zips and calendars are only for a few buttons. `download` and `file-name` are small, and
              // the list needs them without the rest. The picture of the coverage comes after its page, and passkeys only
              // where somebody has one.
              test: /node_modules[\\/](?!(fflate|ical-generator|@simplewebauthn)[\\/])|src[\\/](ui[\\/](?!form[\\/]download|timeline[\\/](picture|legend))|client[\\/](?!session[\\/](passkey|webauthn))|domain[\\/](?!expiry-calendar|file-name))/,
              entriesAware: true,
              entriesAwareMergeThreshold: 20_000,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: 'src/testing/template.ts',
    environment: 'node',
    // A machine may be busy with other things.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
