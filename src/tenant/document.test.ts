import { describe, expect, test } from 'vitest';
import { documentOf } from './document.ts';

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

  test('names the files that its first screen needs, in its head', () => {
    const html = documentOf(INDEX, { scripts: ['/assets/a.js'], answers: new Map() });
    expect(html).toContain('<link rel="modulepreload" crossorigin href="/assets/a.js"></head>');
    expect(dataOf(html)).toEqual({});
  });
});
