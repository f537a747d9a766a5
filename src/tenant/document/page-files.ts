import type { Plugin } from 'vite';
import { relative, sep } from 'node:path';

/**
 * The file in which the build lists the built files that each module of the source needs, the module's own file first.
 */
export const PAGE_FILES = '.vite/page-files.json';

/** Keyed by the path of the module in the source, such as "src/app/layout.tsx". */
export type PageFiles = Record<string, string[]>;

/**
 * Writes `PAGE_FILES` for these modules. Vite's own manifest leaves out modules that share a file with others, and that
 * is the case for the first pages.
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
