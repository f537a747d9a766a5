import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { oneFile } from './one-file.ts';

/** `npm run build:key-tools`: builds the copy of the key tools into the folder that the console offers for download. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [react(), oneFile()],
  build: {
    target: 'es2023',
    outDir: join(import.meta.dirname, '../../../dist/downloads'),
    emptyOutDir: true,
    modulePreload: false,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // pako fills a table for compressing as it loads, which would keep all code that compresses; nothing here does.
      treeshake: {
        manualPureFunctions: ['Config'],
        // Emotion imports this package for a function that the tools never call.
        moduleSideEffects: [{ test: /hoist-non-react-statics/, sideEffects: false }],
      },
      input: join(import.meta.dirname, 'main.ts'),
      // A classic script, because Chromium starts no module worker from a page that is a file.
      output: { format: 'iife', codeSplitting: false },
    },
    chunkSizeWarningLimit: 2_000,
  },
});
