#!/usr/bin/env -S node --max-semi-space-size=2
/**
 * The command line: `npx recording-keys`. It uses the same code as the page; nothing is sent anywhere. Without the flag,
 * garbage of 60 MB piles up before it is collected.
 */
import { enableCompileCache } from 'node:module';

// What TypeScript is turned into is kept for the next start, and for each thread.
enableCompileCache();
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv[2], process.argv.slice(3));
