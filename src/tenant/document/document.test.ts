import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentOf, thatFit } from './document.ts';

const INDEX = '<!doctype html><head><title>Console</title></head><body><div id="root"></div></body>';

const dataOf = (html: string): unknown =>
  JSON.parse(/<script type="application\/json" id="first-answers">([^<]*)<\/script>/.exec(html)?.[1] ?? '');

describe('the document of a page', () => {
  test.each([
    '</script><script>alert(1)</script>',
    '<!-- <script>',
    "$& $' $` $1",
    'a\u2028b\u2029c',
    '"quoted" & ‘named’',
  ])('has a name as it is in its data and nowhere as markup: %s', (name) => {
    const answer = { items: [{ subjectName: name }] };
    const html = documentOf(INDEX, {
      scripts: [],
      answers: new Map([['/api/certificates?limit=100', JSON.stringify(answer)]]),
    });
    expect(dataOf(html)).toEqual({ '/api/certificates?limit=100': answer });
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toContain('<!-- ');
  });

  test('has the colours that the person chose', () => {
    const index = readFileSync(join(import.meta.dirname, '../../../index.html'), 'utf8');
    const html = documentOf(index, { scripts: [], answers: new Map(), colours: 'dark' });
    expect(html).toContain('<html data-color-scheme="dark" lang="en" translate="no">');
  });

  test('has at most 1 MB of answers, and leaves out the one that has no room', () => {
    const large = JSON.stringify('<'.repeat(172_000));
    const small = JSON.stringify('x'.repeat(20_000));
    const answers = new Map([
      ['/api/second', large],
      ['/api/third', small],
      ['/api/first', small],
    ]);
    const fitting = thatFit(answers, ['/api/first', '/api/second', '/api/missing', '/api/third']);
    // Each "<" has six bytes in the document.
    expect([...fitting.keys()]).toEqual(['/api/first', '/api/third']);
    expect(Buffer.byteLength(documentOf(INDEX, { scripts: [], answers: fitting }))).toBeLessThan(1024 * 1024);
    expect(thatFit(answers, ['/api/second'])).toEqual(new Map([['/api/second', large]]));
  });

  test('names the files that its first screen needs, in its head', () => {
    const html = documentOf(INDEX, { scripts: ['/assets/a.js'], answers: new Map() });
    expect(html).toContain('<link rel="modulepreload" crossorigin href="/assets/a.js"></head>');
    expect(dataOf(html)).toEqual({});
  });
});
