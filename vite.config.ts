import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { tenant } from './src/tenant/dev-server.ts';
import { firstModules } from './src/tenant/first-pages.ts';
import { pageFiles } from './src/tenant/page-files.ts';
import { precompress } from './src/tenant/precompress.ts';

const signInPage = ['src/screens/sign-in/sign-in.tsx', 'src/screens/sign-in/sign-in-form.tsx'];
const listPage = ['src/app/layout.tsx', 'src/screens/certificates/list.tsx'];

const isIn = (files: readonly string[]) => (id: string) => files.some((file) => id.endsWith(`/${file}`));

type Modules = { getModuleInfo: (id: string) => { importedIds: readonly string[] } | null };

/** The name of the group of modules that these files import, themselves or through others. */
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
    // What a page may weigh, compressed, is said and measured by `npm run bench`.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // Emotion imports it for a function that nothing here calls.
      treeshake: { moduleSideEffects: [{ test: /hoist-non-react-statics/, sideEffects: false }] },
      output: {
        // Each first script has to name all others: by the names of the screens that share one, that is a kilobyte.
        chunkFileNames: 'assets/c-[hash:7].js',
        codeSplitting: {
          groups: [
            // Left alone, the library of components falls into dozens of files, each a round trip on a slow network.
            // A group takes its modules with all that they import: what one before it has, it does without.
            // So the sign-in page and the list are three files each: `initial`, `common` and their own.
            { name: 'initial', tags: ['$initial'], priority: 6 },
            // The library's index file names these beside what the sign-in page needs of it.
            { name: 'queries', test: /[\\/]\w*(queries|infinite)\w*\.js$/i, priority: 5 },
            { name: importedBy(signInPage), debugName: 'common', priority: 4 },
            { name: 'sign-in', test: isIn(signInPage), priority: 3 },
            { name: 'list', test: isIn(listPage), priority: 2 },
            { name: 'forms', test: /node_modules[\\/]react-hook-form[\\/]/, priority: 1 },
            // Readers of certificates and keys, apart from what every screen shares: the list reads none.
            {
              name: 'pki',
              test: /src[\\/]pki[\\/]|@noble[\\/]/,
              entriesAware: true,
              entriesAwareMergeThreshold: 25_000,
              priority: 1,
            },
            {
              name: 'shared',
              // The writers of zips and calendars are for the few buttons that need them; what saves a file is small, and
              // the list needs it without all else that needs it.
              test: /node_modules[\\/](?!(fflate|ical-generator)[\\/])|src[\\/](ui[\\/](?!download)|client[\\/]|domain[\\/](?!expiry-calendar|file-name))/,
              entriesAware: true,
              entriesAwareMergeThreshold: 20_000,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  test: { include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 20_000 },
});
