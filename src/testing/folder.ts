import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach } from 'vitest';

/** A folder for the files of a test file, or of a group of tests. It is removed after them. */
export function folderOfTests(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The folder of the test that runs. */
export let folder: string;

/** Gives each test a folder of its own. */
export function eachFolder(name: string): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), `${name}-`));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
}
