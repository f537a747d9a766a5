import { expect, test } from 'vitest';
import { pathOnSite } from './path-on-site.ts';

const HERE = 'https://console.example';

test.each([
  ['/audit-log?q=a%20b#top', '/audit-log?q=a%20b#top'],
  ['/', '/'],
  ['/a/../audit-log', '/audit-log'],
  ['/%2F/other.example', '/%2F/other.example'],
  [`${HERE}/audit-log`, '/audit-log'],
  ['https:other.example', '/other.example'],
])('%s stays', (reference, path) => {
  expect(pathOnSite(reference, HERE)).toBe(path);
});

test.each([
  '//other.example',
  '/.//other.example',
  '/a/..//other.example',
  '/%2e//other.example',
  '/./\\other.example',
  '/\\other.example',
  '/\t/other.example',
  '/.\n//other.example',
  '//[',
  'https://other.example/',
  'https://console.example:444/',
  'http://console.example/',
  `${HERE}//other.example`,
  `${HERE}@other.example/`,
  'javascript:0',
  `blob:${HERE}/0`,
  'data:,0',
])('%j leaves, or what remains of it would', (reference) => {
  expect(pathOnSite(reference, HERE)).toBeUndefined();
});
