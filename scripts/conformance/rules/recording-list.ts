import type { AnswerOf } from '../../../src/contract/calls.ts';
import { MOST_COUNTED, MOST_ROWS } from '../../../src/domain/list.ts';
import { expect, type Caller } from '../../../src/testing/client.ts';
import type { Rule, World } from '../world.ts';
import { emptyWebm } from './recordings.ts';

/** What the list of recordings finds, in which order, and how it counts. */

type Recording = AnswerOf<'GET /api/recordings'>['items'][number];
type Query = Record<string, string>;

/** Three calls one after the other; the second one is the shortest. */
async function threeCalls(world: World) {
  const administrator = await world.administrator();
  const spoken = async () => (await administrator.call('POST /api/test-calls', { body: {} })).answer;
  const made = [
    await spoken(),
    (
      await administrator.call('POST /api/test-calls/spoken', {
        query: { durationMs: '100' },
        body: new Blob([emptyWebm], { type: 'audio/webm' }),
      })
    ).answer,
    await spoken(),
  ].flatMap(({ recordings }) => recordings);
  const [first, short, last] = made;
  expect(first !== undefined && short !== undefined && last !== undefined, 'each call is recorded');
  const list = async (query: Query) => (await administrator.call('GET /api/recordings', { query })).answer;
  return { administrator, list, first, short, last };
}

/** The rows of all pages, and what each page says of their number. */
async function pagesOf(caller: Caller, query: Query) {
  const rows: Recording[] = [];
  const counts = new Set<string>();
  let total = 0;
  let more = false;
  for (let cursor: string | undefined = ''; cursor !== undefined && rows.length <= MOST_COUNTED;) {
    const asked: Query = { ...query, ...(cursor && { cursor }) };
    const answer: AnswerOf<'GET /api/recordings'> = (
      await caller.call('GET /api/recordings', { query: asked })
    ).answer;
    expect(answer.items.length <= Number(query['limit']), 'a page has no more rows than its limit');
    rows.push(...answer.items);
    ({ total } = answer);
    more = answer.more ?? false;
    counts.add(`${total} ${more}`);
    cursor = answer.nextCursor;
  }
  return { rows, total, more, isSame: counts.size === 1 };
}

export const recordingList: Rule[] = [
  {
    name: 'Recordings are found by how their caller, dialed number or call UUID begins, however it is written',
    async check(world) {
      const { list, first } = await threeCalls(world);
      const { id, callUuid, caller, dialed, startedAt: from } = first;
      const found = async (search: string) =>
        (await list({ search, from })).items.some((each) => each.id === id);
      expect(await found(callUuid.slice(0, 12)), 'by the beginning of its call UUID');
      expect(await found(callUuid.toLowerCase()), 'in small letters');
      expect(await found(callUuid.toUpperCase()), 'and in capital ones');
      expect(!(await found(callUuid.slice(9))), 'but not by its end');
      for (const [what, number] of [
        ['caller', caller],
        ['dialed number', dialed],
      ] as const) {
        const digits = number.replaceAll(/\D/g, '');
        expect(await found(number), `by its ${what}`);
        expect(await found(number.slice(0, 5)), `by how its ${what} begins`);
        expect(await found(digits), `by its ${what} without a plus`);
        expect(
          await found(`+${digits.slice(0, 1)} (${digits.slice(1, 4)}) ${digits.slice(4)}`),
          'with separators',
        );
        expect(!(await found(`${number}9`)), `but not by a longer number than its ${what}`);
      }
      expect(await found(`${callUuid} ${callUuid.slice(0, 8)}`), 'by several words');
      expect(!(await found(`${callUuid} ${callUuid.slice(0, 8)}x`)), 'of which each must fit');
    },
  },
  {
    name: 'Recordings are found by their time: from one, and before another',
    async check(world) {
      const { list, first } = await threeCalls(world);
      const { id, callUuid: search, startedAt } = first;
      const found = async (query: Query) =>
        (await list({ search, ...query })).items.some((each) => each.id === id);
      const later = new Date(Date.parse(startedAt) + 1).toISOString();
      expect(await found({ from: startedAt }), 'from its time on');
      expect(!(await found({ from: later })), 'but not from a later one');
      expect(await found({ to: later }), 'before a later time');
      expect(!(await found({ to: startedAt })), 'but not before its own');
      expect(await found({ from: startedAt, to: later }), 'between two times');
    },
  },
  {
    name: 'Recordings are sorted by time and by duration, and the pages join in both directions',
    async check(world) {
      const { administrator, list, first, short, last } = await threeCalls(world);
      const from = first.startedAt;
      for (const key of ['startedAt', 'durationMs'] as const) {
        const valueOf = (row: Recording) =>
          key === 'startedAt' ? Date.parse(row.startedAt) : row.durationMs;
        for (const [sort, sign] of [
          [key, 1],
          [`-${key}`, -1],
        ] as const) {
          const { rows, total, isSame } = await pagesOf(administrator, { sort, from, limit: '1' });
          const values = rows.map(valueOf);
          expect(
            values.every((value, index) => index === 0 || sign * (value - (values[index - 1] ?? 0)) >= 0),
            `sorted by ${sort}`,
          );
          const ids = rows.map(({ id }) => id);
          expect(new Set(ids).size === ids.length, `the pages have no row twice, by ${sort}`);
          expect(
            [first, short, last].every(({ id }) => ids.includes(id)),
            `the pages have every row, by ${sort}`,
          );
          expect(isSame && total === ids.length, `each page says how many rows match, by ${sort}`);
        }
      }
      const { items } = await list({ from });
      expect(items[0]?.id === last.id, 'the newest comes first where no order is asked for');
      const cursor = (await list({ sort: 'startedAt', from, limit: '1' })).nextCursor ?? '';
      const other = await administrator.call('GET /api/recordings', {
        query: { sort: '-startedAt', from, cursor },
      });
      other.refusedWith('invalid_request');
    },
  },
  {
    name: 'Recordings are counted exactly up to 10,000; of more, it is said that they are more',
    async check(world) {
      const { administrator, list, first } = await threeCalls(world);
      expect((await list({ search: first.callUuid })).total === 1, 'one call is one');
      expect((await list({ search: `${first.callUuid} +0` })).total === 0, 'none is none');
      const { rows, total, more, isSame } = await pagesOf(administrator, { limit: String(MOST_ROWS) });
      expect(isSame, 'each page says the same');
      if (more) expect(total === MOST_COUNTED && rows.length > MOST_COUNTED, 'there are more than 10,000');
      else expect(total === rows.length && total <= MOST_COUNTED, 'the total is the number of all rows');
    },
  },
];
