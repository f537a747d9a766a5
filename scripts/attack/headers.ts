import { expect, type Server } from '../faults/stage.ts';
import type { Attack } from './attack.ts';
import { LONG_PASSWORD } from '../../src/testing/server.ts';
import { aMedium, emptyConsole } from './given.ts';
import { held, kept, startWatched, type Figure } from './figures.ts';

/** A little less than what Node reads of all headers together (16 kB). */
const SIZE = 15_000;
const STORM = 20;

/** What parsers of headers and texts stumble over. */
const awkward: Record<string, string> = {
  blanks: ' ',
  commas: ',',
  semicolons: ';',
  quotes: '"',
  'escaped quotes': '\\"',
  'equals signs': '=',
  'opening brackets': '([{<',
  'blanks and commas': ' ,',
  'empty parameters': '; q=',
  percents: '%',
  digits: '9',
};

const names = [
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Content-Type',
  'Cookie',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Origin',
  'Range',
  'X-Forwarded-For',
  'X-Forwarded-Host',
];

const filled = (unit: string) => `a${unit.repeat(Math.floor(SIZE / unit.length))}b`;

/** The status, which does not matter here. 431 would mean that the header was not even read. */
async function get({ url }: Server, path: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(url + path, { headers });
  await response.arrayBuffer();
  expect(response.status !== 431, 'the header is read');
}

export const headers: Attack[] = [
  {
    name: `signed out, ${STORM} requests with 15 kB of blanks in Accept-Encoding`,
    play: async (stage, pace) => {
      const { server, watch } = await startWatched(stage, { CONSOLE_DIR: emptyConsole(stage) });
      await get(server, '/', { 'Accept-Encoding': 'gzip' });
      const header = { 'Accept-Encoding': filled(' ') };
      const one = await watch.of(() => get(server, '/', header));
      const storm = await watch.of(() =>
        Promise.all(Array.from({ length: STORM }, () => get(server, '/', header))),
      );
      return kept(held('one', one, pace), held(`${STORM} at once`, storm, pace));
    },
  },
  {
    name: 'every header full of blanks, separators and quotes',
    play: async (stage, pace) => {
      const { server, watch } = await startWatched(stage, {
        CONSOLE_DIR: emptyConsole(stage),
        TENANT_PROXY: '127.0.0.1',
        TENANT_DEMO_PASSWORD: LONG_PASSWORD,
      });
      const administrator = await server.signIn('administrator', LONG_PASSWORD);
      const { cookie } = administrator;
      const medium = await aMedium(administrator);
      const figures: Figure[] = [];
      for (const [what, unit] of Object.entries(awkward)) {
        const reading = await watch.of(async () => {
          for (const name of names) {
            const header = name === 'Cookie' ? `${cookie}; ${filled(unit)}` : filled(unit);
            await get(server, medium, { Cookie: cookie, [name]: header });
            await get(server, '/', { Cookie: cookie, [name]: header });
          }
        });
        figures.push(held(what, reading, pace));
      }
      const worst = figures.toSorted((a, b) => b.seen - a.seen)[0];
      return `${names.length} headers, ${figures.length} kinds; ${kept(...(worst ? [worst] : []))}`;
    },
  },
];
