#!/usr/bin/env node
/** The command line: `npx recording-keys`. It uses the same code as the page; nothing is sent anywhere. */
import { enableCompileCache } from 'node:module';

// What TypeScript is turned into is kept for the next start, and for each thread.
enableCompileCache();
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv[2], process.argv.slice(3));
