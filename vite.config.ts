import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { tenant } from './src/tenant/dev-server.ts';
import { precompress } from './src/tenant/precompress.ts';

export default defineConfig({
  plugins: [react(), tenant(), precompress()],
  server: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 5180) },
  build: {
    target: 'es2023',
    // Inlined assets would be data: URLs, which the content security policy refuses for scripts and workers.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The server reads in it which files a page needs, and tells the browser with the document.
    manifest: true,
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
            { name: 'initial', tags: ['$initial'], priority: 4 },
            { name: 'sign-in', test: /src[\\/]screens[\\/]sign-in[\\/]/, priority: 3 },
            { name: 'frame', test: /src[\\/]app[\\/]layout\.tsx$/, priority: 2 },
            {
              name: 'list',
              test: /src[\\/]ui[\\/]data-table\.tsx$|src[\\/]domain[\\/]backup\.ts$/,
              priority: 1,
            },
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
