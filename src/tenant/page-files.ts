import type { Plugin } from 'vite';
import { relative, sep } from 'node:path';

/** Where the build says which of its files a module of the source needs, itself first. */
export const PAGE_FILES = '.vite/page-files.json';

/** By the path of the module in the source, such as "src/app/layout.tsx". */
export type PageFiles = Record<string, string[]>;

/**
 * Writes `PAGE_FILES` for these modules. Vite's own manifest has no module that shares its file with others, and in one
 * file is what a first page needs.
 */
export function pageFiles(sources: readonly string[]): Plugin {
  let root = '';
  return {
    name: 'page-files',
    apply: 'build',
    configResolved: (config) => {
      root = config.root;
    },
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const files: PageFiles = {};
      for (const source of sources) {
        const isIt = (id: string) => relative(root, id).split(sep).join('/') === source;
        const needed = new Set(
          chunks.filter(({ moduleIds }) => moduleIds.some(isIt)).map(({ fileName }) => fileName),
        );
        if (needed.size === 0) this.error(`${source} is in no file of the build`);
        for (const name of needed) {
          for (const imported of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
            needed.add(imported);
        }
        files[source] = [...needed];
      }
      this.emitFile({ type: 'asset', fileName: PAGE_FILES, source: JSON.stringify(files, null, 1) });
    },
  };
}
