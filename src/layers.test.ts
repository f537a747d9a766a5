import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

/**
 * What each folder may import. From the folders in `types`, only types may come. A test file may import what it tests
 * with. The imports are read with the parser that also builds the console. dependency-cruiser needs the API of the
 * TypeScript compiler, which TypeScript 7 does not have, and oxlint’s `no-restricted-imports` lists what is forbidden:
 * a new package would be allowed everywhere.
 */
interface Layer {
  /** Folders of this project, by their path below src/. */
  own: string[];
  types?: string[];
  packages: RegExp;
}

const layers: Record<string, Layer> = {
  'paths.ts': { own: ['domain'], packages: /^$/ },
  pki: { own: [], packages: /^(pkijs|asn1js|node-forge\/lib\/.+|@noble\/hashes\/.+|pako|fflate)$/ },
  domain: { own: [], types: ['pki'], packages: /^ical-generator$/ },
  // The calls in an archive: listed and saved, in a worker of the page and by a command.
  archive: { own: ['domain', 'pki'], packages: /^$/ },
  command: { own: ['archive', 'domain', 'pki', 'tenant/print.ts'], packages: /^node:.+$/ },
  contract: { own: ['domain'], types: ['pki'], packages: /^zod$/ },
  tenant: {
    own: ['contract', 'domain', 'pki'],
    packages:
      /^(node:.+|hono(\/.+)?|@hono\/.+|vite|zod|tar|age-encryption|tinypool|openid-client|@simplewebauthn\/server|@zxcvbn-ts\/.+)$/,
  },
  client: {
    own: ['domain'],
    types: ['contract'],
    packages: /^(react|@tanstack\/react-query|@simplewebauthn\/browser)$/,
  },
  // `ui` exports lists as CSV, reads a search, counts, names, times and bounds things with the code that the tenant uses.
  ui: {
    own: [
      // The time, which is the tenant's.
      'client/clock.ts',
      // Asks the frame for a new view of the keystore.
      'client/session/sign-in-again.ts',
      'domain/backup.ts',
      'domain/columns.ts',
      'domain/counted.ts',
      'domain/csv.ts',
      'domain/draft-list.ts',
      'domain/duration.ts',
      'domain/note.ts',
      'domain/same-name.ts',
      'domain/search.ts',
      'domain/states.ts',
    ],
    packages:
      /^(react|react-dom|react-router|@mui\/(material(\/.+)?|icons-material\/.+)|@tanstack\/react-virtual)$/,
  },
  screens: {
    own: ['archive', 'client', 'domain', 'pki', 'ui', 'paths.ts'],
    types: ['contract'],
    packages:
      /^(react|react-router|@mui\/(material(\/.+)?|icons-material\/.+)|@tanstack\/react-query|react-hook-form|fflate)$/,
  },
  'key-tools': {
    own: ['archive', 'client', 'domain', 'pki', 'ui', 'paths.ts'],
    types: ['contract'],
    packages:
      /^(react|react-router|@mui\/(material(\/.+)?|icons-material\/.+)|@tanstack\/react-query|react-hook-form|fflate)$/,
  },
  app: {
    own: ['screens', 'key-tools', 'paths.ts', 'client', 'ui', 'domain'],
    packages:
      /^(react|react-router(\/dom)?|@mui\/(material(\/.+)?|icons-material\/.+)|@tanstack\/react-query)$/,
  },
  'key-tools/one-file': {
    own: ['app', 'key-tools', 'ui', 'paths.ts'],
    packages:
      /^(react|react-dom\/client|react-router(\/dom)?|@mui\/(material(\/.+)?|icons-material\/.+)|@tanstack\/react-query|vite|@vitejs\/plugin-react|node:.+)$/,
  },
};

/**
 * Re-apply continues what Check Backup begins: it reads the same pile of backup files. The first steps stand in the
 * overview, and where a list is empty.
 */
const lent: Record<string, string[]> = {
  'screens/re-apply': ['key-tools/check-backup', 'key-tools/worker'],
  'screens/overview': ['screens/first-steps'],
  'screens/certificates': ['screens/first-steps'],
  'screens/keys-management': ['screens/first-steps'],
};

const src = import.meta.dirname;
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  // Tests and testing/ may import what they test with.
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^testing\//.test(file) && file !== 'main.tsx');

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
  own: boolean;
}

function importsIn(file: string, text: string): Import[] {
  const { module } = parseSync(file, text);
  const found = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      specifier: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ specifier: moduleRequest.value, typeOnly: isType }] : [],
      ),
    ),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
      specifier: text.slice(start + 1, end - 1),
      typeOnly: false,
    })),
  ];
  return found.map(({ specifier, typeOnly }) => {
    const own = specifier.startsWith('.');
    const target = own ? join(dirname(file), specifier).split(sep).join('/') : specifier;
    return { file, target, own, typeOnly };
  });
}

/** The longest of the layers' names that the path begins with. */
const layerOf = (path: string) =>
  Object.keys(layers)
    .filter((name) => below(name)(path))
    .sort((a, b) => b.length - a.length)[0] ?? '';
const below = (folder: string) => (path: string) => path === folder || path.startsWith(`${folder}/`);

function isAllowed({ file, target, typeOnly, own }: Import): boolean {
  const name = layerOf(file);
  const layer = layers[name];
  if (!layer) return false;
  if (!own) return typeOnly || layer.packages.test(target);
  if (name === 'screens') {
    const screen = file.split('/').slice(0, 2).join('/');
    if (below(screen)(target) || lent[screen]?.some((folder) => below(folder)(target))) return true;
  } else if (layerOf(target) === name) return true;
  return (
    layer.own.some((folder) => below(folder)(target)) ||
    (typeOnly && (layer.types ?? []).some((f) => below(f)(target)))
  );
}

const wrongIn = (file: string, text: string) => importsIn(file, text).filter((each) => !isAllowed(each));

describe('every import goes the way of the arrows', () => {
  test.each(Object.keys(layers))('%s', (name) => {
    const wrong = files
      .filter((file) => layerOf(file) === name)
      .flatMap((file) => wrongIn(file, readFileSync(join(src, file), 'utf8')))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  test('every file belongs to a layer', () => {
    expect(files.filter((file) => layerOf(file) === '')).toEqual([]);
  });

  test('the test sees a wrong import, however it is written', () => {
    const name = 'domain/x.ts';
    for (const text of [
      "import { createApi } from '../tenant/http/api.ts';",
      "import { type Facts, read } from '../pki/certificate/facts.ts';",
      "import '../tenant/http/api.ts';",
      "export { createApi } from '../tenant/http/api.ts';",
      "void import('../tenant/http/api.ts');",
      "import react from 'react';",
    ]) {
      expect(wrongIn(name, text), text).toHaveLength(1);
    }
    expect(wrongIn(name, "import type { Facts } from '../pki/certificate/facts.ts';")).toEqual([]);
    expect(wrongIn('screens/a/x.tsx', "import { y } from '../b/y.tsx';")).toHaveLength(1);
  });
});
