import { expect, type Caller } from '../../../src/testing/client.ts';
import type { Rule, World } from '../world.ts';

/** The convention of all lists (src/contract/lists.ts), by the two that this run can fill. */

/** Uploads three certificates that a search finds by this name. */
async function three(world: World, name: string): Promise<{ administrator: Caller; search: string }> {
  const administrator = await world.administrator();
  const search = `${name} ${world.run}`;
  for (const letter of ['B', 'C', 'A']) {
    await world.upload(administrator, world.pair({ commonName: `${search} ${letter}` }));
  }
  return { administrator, search };
}

const lastOf = (names: readonly string[]) => names.map((name) => name.at(-1)).join('');

export const lists: Rule[] = [
  {
    name: 'A list is searched, sorted and counted by the tenant, and its pages join without a gap',
    async check(world) {
      const { administrator, search } = await three(world, 'Paged');
      const list = async (query: Record<string, string>) =>
        (await administrator.call('GET /api/certificates', { query: { search, ...query } })).answer;
      const names = async (sort: string) =>
        lastOf((await list({ sort })).items.map(({ subjectName }) => subjectName));
      expect((await names('subjectName')) === 'ABC', 'sorted by a column');
      expect((await names('-subjectName')) === 'CBA', 'and backwards');
      expect((await names('uploadedAt')) === 'BCA', 'and by a time');
      const seen: string[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page = await list({ sort: 'subjectName', limit: '1', ...(cursor && { cursor }) });
        expect(page.items.length === 1, 'a page has as many rows as its limit');
        expect(page.total === 3, 'each page says how many rows match');
        seen.push(...page.items.map(({ subjectName }) => subjectName));
        cursor = page.nextCursor;
      }
      expect(lastOf(seen) === 'ABC', 'the pages have each row once, in the order of the list');
      expect((await list({ search: `${search} nowhere` })).total === 0, 'every word of a search counts');
    },
  },
  {
    name: 'A cursor of another order of the list is refused',
    async check(world) {
      const { administrator, search } = await three(world, 'Ordered');
      const list = (query: Record<string, string>) =>
        administrator.call('GET /api/certificates', { query: { search, limit: '1', ...query } });
      const cursor = (await list({ sort: 'subjectName' })).answer.nextCursor ?? '';
      (await list({ sort: '-subjectName', cursor })).refusedWith('invalid_request');
      (await list({ sort: 'subjectName', cursor: 'none' })).refusedWith('invalid_request');
      (await list({ sort: 'colour' })).refusedWith('invalid_request');
    },
  },
  {
    name: 'A list is exported as CSV, with the rows that match, in its order',
    async check(world) {
      const { administrator, search } = await three(world, 'Exported');
      const query = { search, sort: '-subjectName', columns: 'subjectName' };
      const { bytes } = await administrator.call('GET /api/certificates.csv', { query });
      const [, ...rows] = bytes.toString().split('\r\n').filter(Boolean);
      expect(lastOf(rows) === 'CBA', 'a line for each row, in the order that was asked for');
    },
  },
];
