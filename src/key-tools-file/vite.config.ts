import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { oneFile } from './one-file.ts';

/** `npm run build:key-tools`: the copy of the tools to keep, into the folder that the console offers as downloads. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [react(), oneFile()],
  build: {
    target: 'es2023',
    outDir: join(import.meta.dirname, '../../dist/downloads'),
    emptyOutDir: true,
    modulePreload: false,
    rolldownOptions: {
      input: join(import.meta.dirname, 'main.ts'),
      // A classic script: Chromium starts no module worker from a page that is a file.
      output: { format: 'iife', codeSplitting: false },
    },
    chunkSizeWarningLimit: 2_000,
  },
});
