import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { states } from './domain/states.ts';

const root = import.meta.dirname;
const sources = globSync(['{app,client,domain,key-tools,screens,tenant,ui}/**/*.{ts,tsx}'], { cwd: root })
  .filter((file) => !/\.test\.tsx?$|(^|\/)test-[^/]+$/.test(file))
  .map((file) => ({ file, text: withoutComments(readFileSync(join(root, file), 'utf8')) }));

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\//g, '').replaceAll(/^ *\/\/.*$/gm, '');
}

/** What a string or the text of an element says. */
const SAID = /'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`|>([^<>{}=;]+)[<{]/g;

const sentencesOf = (source: string): string[] =>
  [...source.matchAll(SAID)]
    .flatMap(([, string, template, text]) =>
      (string ?? template ?? text ?? '').replaceAll(/\s+/g, ' ').split(/(?<=[.?]) /),
    )
    .map((sentence) => sentence.trim())
    // A shorter one is a phrase, and code is no sentence.
    .filter((sentence) => sentence.split(' ').length >= 6 && !/[{}();=[\]]|--/.test(sentence));

test('a sentence that two screens say stands once in the code', () => {
  const places = new Map<string, Set<string>>();
  for (const { file, text } of sources) {
    for (const sentence of sentencesOf(text)) {
      places.set(sentence, (places.get(sentence) ?? new Set()).add(file));
    }
  }
  expect(places.size).toBeGreaterThan(500);
  const twice = [...places].filter(([, files]) => files.size > 1);
  expect(twice.map(([sentence, files]) => `${sentence} (${[...files].join(', ')})`)).toEqual([]);
});

test('the words of states stand in the glossary alone', () => {
  // Words that are no state where they stand: a heading of facts, a button, a column, a word of the audit log.
  const own = new Set<string>(
    Object.values(states).filter((word) => word.includes(' ') || ['Encrypted', 'Expired'].includes(word)),
  );
  const elsewhere = sources
    .filter(({ file }) => file !== 'domain/states.ts')
    .flatMap(({ file, text }) =>
      [...text.matchAll(/'([^'\\\n]*)'/g)]
        .filter(([, word = '']) => own.has(word))
        .map(([word]) => `${file}: ${word}`),
    );
  expect(elsewhere).toEqual([]);
});
