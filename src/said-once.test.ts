import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { states } from './domain/states.ts';

const root = import.meta.dirname;
const sources = globSync(['{app,client,domain,key-tools,screens,tenant,ui}/**/*.{ts,tsx}'], { cwd: root })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: withoutComments(readFileSync(join(root, file), 'utf8')) }));

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\//g, '').replaceAll(/^ *\/\/.*$/gm, '');
}

/** What a string, an attribute or the text of an element says. */
const SAID = /'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`|"([^"\n]*)"|>([^<>{}=;]+)(?=[<{])/g;

/** A value in a text. It may have braces of its own. */
const VALUE = /\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g;

const textsOf = (source: string): string[] =>
  [...source.matchAll(SAID)].map(([, string, template, attribute, text]) =>
    (string ?? template ?? attribute ?? text ?? '').replaceAll(VALUE, '…').replaceAll(/\s+/g, ' ').trim(),
  );

const sentencesOf = (source: string): string[] =>
  textsOf(source)
    .flatMap((text) => text.split(/(?<=[.?…]) /))
    // A shorter one is a phrase, and code is no sentence.
    .filter((sentence) => !/[{}();=[\]]|--|&&|SELECT|FROM/.test(sentence))
    .filter((sentence) => sentence.split(' ').filter((word) => /\p{L}/u.test(word)).length >= 5);

test('a sentence that two screens say stands once in the code', () => {
  const places = new Map<string, Set<string>>();
  for (const { file, text } of sources) {
    for (const sentence of sentencesOf(text)) {
      places.set(sentence, (places.get(sentence) ?? new Set()).add(file));
    }
  }
  expect(places.size).toBeGreaterThan(700);
  const twice = [...places].filter(([, files]) => files.size > 1);
  expect(twice.map(([sentence, files]) => `${sentence} (${[...files].join(', ')})`)).toEqual([]);
});

/** Where a word of the glossary is no state: a heading, a button, the title of a page, a description of an interface. */
const NO_STATE = [
  'app/problem-page.tsx: Deleted',
  'key-tools/password-form.tsx: Open',
  'screens/certificates/backup.tsx: Proven',
  'screens/ivr-profiles/profile.tsx: Assigned',
  'screens/upload/certificate-fields.tsx: Valid',
  'tenant/http/openapi.ts: Done',
];

/** The words of states that a source spells itself: alone, or as the beginning of a sentence. */
const statesIn = (source: string): string[] =>
  textsOf(source).flatMap((text) =>
    Object.values(states).filter((word) => {
      if (!text.startsWith(word)) return false;
      const next = text.charAt(word.length);
      return next === '' || /[:.]/.test(next) || (next === ' ' && word.includes(' '));
    }),
  );

test('the words of states stand in the glossary alone', () => {
  const elsewhere = sources
    .filter(({ file }) => file !== 'domain/states.ts')
    .flatMap(({ file, text }) => statesIn(text).map((word) => `${file}: ${word}`));
  expect(elsewhere.toSorted()).toEqual(NO_STATE);
});

test('the test sees a word of a state, however it is written', () => {
  for (const source of [
    "const word = 'Waiting';",
    '<Chip label="Key missing" />',
    '<AlertTitle>Not encrypted</AlertTitle>',
    '<div>Not encrypted: {missing}.</div>',
    '`Not encrypted ${since}`',
    "'Expired: it plays older recordings'",
  ]) {
    expect(statesIn(source), source).toHaveLength(1);
  }
  for (const source of ["header: 'Valid until'", '<b>Encrypted for</b>', "kind: 'expired'"]) {
    expect(statesIn(source), source).toEqual([]);
  }
});
