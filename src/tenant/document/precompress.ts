import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { compress, isCompressible, suffixes } from '../http/compression.ts';

/**
 * Writes the compressed forms of each built file beside it at build time. It takes a second or two for
 * the whole console, too long at the start or for the first visitor.
 */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async writeBundle({ dir }) {
      if (!dir) return;
      const files = await readdir(dir, { recursive: true, withFileTypes: true });
      await Promise.all(
        files
          .filter((file) => file.isFile() && isCompressible(file.name))
          .map(async (file) => {
            const path = join(file.parentPath, file.name);
            const bytes = await readFile(path);
            for (const [encoding, suffix] of suffixes) {
              await writeFile(path + suffix, await compress(bytes, encoding, 'best'));
            }
          }),
      );
    },
  };
}
