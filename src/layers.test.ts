import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * What each folder may import. From the folders in `types`, only types may come. A test file may import what it tests
 * with.
 */
interface Layer {
  /** Folders of this project, by their path below src/. */
  own: string[];
  types?: string[];
  packages: RegExp;
}

const layers: Record<string, Layer> = {
  pki: { own: [], packages: /^(pkijs|asn1js|node-forge\/lib\/.+|@noble\/hashes\/.+|pako)$/ },
  domain: { own: [], types: ['pki'], packages: /^ical-generator$/ },
  // The calls in an archive: listed and saved, in a worker of the page and by a command.
  archive: { own: ['domain', 'pki'], packages: /^$/ },
  command: { own: ['archive', 'domain', 'pki', 'tenant/print.ts'], packages: /^node:.+$/ },
  contract: { own: ['domain'], types: ['pki'], packages: /^zod$/ },
  tenant: {
    own: ['contract', 'domain', 'pki'],
    packages:
      /^(node:.+|hono(\/.+)?|@hono\/.+|vite|zod|tar|age-encryption|tinypool|openid-client|@zxcvbn-ts\/.+)$/,
  },
  client: { own: ['domain'], types: ['contract'], packages: /^(react|@tanstack\/react-query)$/ },
  // `ui` exports lists as CSV, reads a search, counts and times things with the code that the tenant uses.
  ui: {
    own: [
      'domain/columns.ts',
      'domain/counted.ts',
      'domain/csv.ts',
      'domain/draft-list.ts',
      'domain/duration.ts',
      'domain/search.ts',
      'domain/states.ts',
    ],
    packages:
      /^(react|react-dom|react-router|@mui\/(material(\/.+)?|icons-material\/.+)|@tanstack\/react-virtual|fflate)$/,
  },
  screens: {
    own: ['archive', 'client', 'domain', 'pki', 'ui', 'app/paths.ts'],
    types: ['contract'],
    packages:
      /^(react|react-router|@mui\/(material(\/.+)?|icons-material\/.+)|@tanstack\/react-query|react-hook-form|fflate)$/,
  },
  app: {
    own: ['screens', 'client', 'ui', 'domain'],
    packages:
      /^(react|react-router(\/dom)?|@mui\/(material(\/.+)?|icons-material\/.+)|@tanstack\/react-query)$/,
  },
  'key-tools-file': {
    own: ['app', 'screens', 'ui'],
    packages:
      /^(react|react-dom\/client|react-router(\/dom)?|@mui\/(material(\/.+)?|icons-material\/.+)|@tanstack\/react-query|vite|@vitejs\/plugin-react|node:.+)$/,
  },
};

/** Re-apply continues what Check Backup begins: it reads the same pile of backup files. */
const lent: Record<string, string[]> = {
  'screens/re-apply': ['screens/key-tools/check-backup', 'screens/key-tools/worker'],
};

const src = import.meta.dirname;
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  // Tests and their helpers (testing/, test-*.ts) may import what they test with.
  .filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      !/\.test\.tsx?$|^testing\/|(^|\/)test-[^/]+\.ts$/.test(file) &&
      file !== 'main.tsx',
  );

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
  own: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [
    ...text.matchAll(/(import|export) (type )?(?:[^'";]* from )?'([^']+)'|(import)\(\s*'([^']+)'\s*\)/g),
  ].map((match): Import => {
    const specifier = match[3] ?? match[5] ?? '';
    const own = specifier.startsWith('.');
    const target = own
      ? relative(src, join(src, dirname(file), specifier))
          .split(sep)
          .join('/')
      : specifier;
    return { file, target, own, typeOnly: match[2] !== undefined };
  });
}

const layerOf = (path: string) => path.split('/')[0] ?? '';
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

describe('every import goes the way of the arrows', () => {
  test.each(Object.keys(layers))('%s', (name) => {
    const wrong = files
      .filter((file) => layerOf(file) === name)
      .flatMap(importsOf)
      .filter((each) => !isAllowed(each))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  test('every file belongs to a layer', () => {
    expect(files.filter((file) => !layers[layerOf(file)])).toEqual([]);
  });

  test('the test sees a wrong import', () => {
    const wrong: Import = { file: 'domain/x.ts', target: 'tenant/api.ts', typeOnly: false, own: true };
    expect(isAllowed(wrong)).toBe(false);
    expect(isAllowed({ ...wrong, file: 'screens/a/x.tsx', target: 'screens/b/y.tsx' })).toBe(false);
    expect(isAllowed({ ...wrong, file: 'domain/x.ts', target: 'pki/facts.ts', typeOnly: true })).toBe(true);
    expect(isAllowed({ ...wrong, file: 'pki/x.ts', target: 'react', own: false })).toBe(false);
  });
});
