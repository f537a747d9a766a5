import { beforeEach, describe, expect, test } from 'vitest';
import { administrator, eachTenant, inDays, tenant } from '../../testing/given.ts';
import type { Wanted } from '../../testing/pairs.ts';
import { deletionBy, uploadedBy } from '../../testing/steps.ts';

eachTenant('administrator');

const uploaded = (wanted?: Wanted) => uploadedBy(administrator, wanted);

/** The names on every page of the list. */
async function pages(sort: string, limit = 2) {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { sort, limit: String(limit), ...(cursor ? { cursor } : {}) };
    const { answer } = await administrator.call('GET /api/certificates', { query });
    expect(answer.items.length).toBeLessThanOrEqual(limit);
    expect(answer.total).toBe(5);
    found.push(...answer.items.map(({ subjectName }) => subjectName));
    cursor = answer.nextCursor;
  } while (cursor !== undefined);
  return found.join(' ');
}

/** The names on the page of the list that a query asks for. */
async function found(query: Record<string, string>) {
  const { answer } = await administrator.call('GET /api/certificates', { query });
  return answer.items.map(({ subjectName }) => subjectName).join(' ');
}

describe('the list', () => {
  const names = ['delta', 'Alpha', 'charlie', 'Bravo', 'echo'];
  const serials = [300n, 20n, 1n, 4_000_000_000_000_000_000_000n, 255n];

  beforeEach(async () => {
    for (const [index, commonName] of names.entries()) {
      tenant.clock.advance(1000);
      const notAfter = new Date(Date.UTC(2030 + ((index * 3) % 5), 0));
      await uploaded({ commonName, serialNumber: serials[index] ?? 0n, notAfter });
    }
  });

  test.each([
    ['uploadedAt', 'delta Alpha charlie Bravo echo'],
    ['subjectName', 'Alpha Bravo charlie delta echo'],
    ['serialNumber', 'charlie Alpha echo delta Bravo'],
    ['notAfter', 'delta charlie echo Alpha Bravo'],
  ])('pages in the order of %s, and backwards', async (sort, order) => {
    expect(await pages(sort)).toBe(order);
    expect(await pages(`-${sort}`)).toBe(order.split(' ').toReversed().join(' '));
  });

  test('pages in the order of keyBits with every row once', async () => {
    expect((await pages('keyBits')).split(' ').toSorted()).toEqual(names.toSorted());
    expect((await pages('-keyBits', 1)).split(' ').toSorted()).toEqual(names.toSorted());
  });

  test('is the newest first and one page, unless asked otherwise', async () => {
    const { items, nextCursor } = (await administrator.call('GET /api/certificates')).answer;
    expect(items.map(({ subjectName }) => subjectName)).toEqual(names.toReversed());
    expect(nextCursor).toBeUndefined();
  });

  test('goes on after the last row of the page, whatever was deleted and added meanwhile', async () => {
    const { answer } = await administrator.call('GET /api/certificates', {
      query: { limit: '2', sort: 'subjectName' },
    });
    for (const certificate of answer.items) await deletionBy(administrator, certificate.id);
    await uploaded({ commonName: 'aaa' });
    const query = { sort: 'subjectName', cursor: answer.nextCursor ?? '' };
    const rest = (await administrator.call('GET /api/certificates', { query })).answer;
    expect(rest.items.map(({ subjectName }) => subjectName)).toEqual(['charlie', 'delta', 'echo']);
  });

  test('has what a search finds: every word, in any case, without accents and separators', async () => {
    const { id } = await uploaded({ commonName: 'Äußere 100%_Linie' });
    const { serialNumber, sha256 } = (
      await administrator.call('GET /api/certificates/{id}', { params: { id } })
    ).answer;
    for (const search of ['ÄUß LINIE', '100%_LINIE', serialNumber.hex, serialNumber.decimal, sha256])
      expect(await found({ search }), search).toBe('Äußere 100%_Linie');
    const pairs = sha256.match(/../g) ?? [];
    for (const search of [
      'aussere linie',
      pairs.join(':').toLowerCase(),
      pairs.join(' '),
      `sha256 Fingerprint=${pairs.join(':')}`,
      `0x${serialNumber.hex}`,
      `serial=${serialNumber.hex}`,
    ])
      expect(await found({ search }), search).toBe('Äußere 100%_Linie');
    expect(await found({ search: 'cn=ALPHA' })).toBe('Alpha');
    expect(await found({ search: 'alpha bravo' })).toBe('');
    expect(await found({ search: ' ', sort: 'subjectName' })).toBe(
      'Alpha Äußere 100%_Linie Bravo charlie delta echo',
    );
    const query = { search: 'cn=', sort: '-subjectName', limit: '2' };
    expect(await found(query)).toBe('echo delta');
    const { nextCursor = '' } = (await administrator.call('GET /api/certificates', { query })).answer;
    expect(await found({ ...query, cursor: nextCursor })).toBe('charlie Bravo');
  });

  test('has only certificates with a status, at the time of the call', async () => {
    await uploaded({ commonName: 'soon', notAfter: inDays(20) });
    expect(await found({ status: 'expires soon' })).toBe('soon');
    expect(await found({ status: 'expired' })).toBe('');
    expect(await found({ status: 'valid', sort: 'subjectName' })).toBe('Alpha Bravo charlie delta echo');
    tenant.clock.advance(21 * 86_400_000);
    const later = await tenant.signedIn('administrator');
    const reply = await later.call('GET /api/certificates', { query: { status: 'expired' } });
    expect(reply.answer.items.map(({ subjectName }) => subjectName)).toEqual(['soon']);
    expect(reply.answer.total).toBe(1);
    // It would be wrong at another time.
    expect(reply.headers.get('ETag')).toBeNull();
  });

  test.each<[string, Record<string, string>]>([
    ['an unknown status', { status: 'good' }],
    ['a search without end', { search: 'x'.repeat(201) }],
    ['no limit at all', { limit: '0' }],
    ['more than 1,000', { limit: '1001' }],
    ['an unknown order', { sort: 'sha256' }],
    ['a cursor of another form', { cursor: Buffer.from('["-uploadedAt",{},"x"]').toString('base64url') }],
  ])('refuses %s', async (_, query) => {
    const reply = await administrator.call('GET /api/certificates', { query });
    expect(reply.status).toBe(400);
    expect(reply.problem.code).toBe('invalid_request');
  });
});

const dayIn = (moment: string | Date | undefined) => moment && new Date(moment).toISOString().slice(0, 10);

const ofSerialNumbers = async (serialNumbers: string) =>
  (await administrator.call('GET /api/certificates', { query: { serialNumbers } })).answer;

test('those of some serial numbers are listed, and no others', async () => {
  for (const serialNumber of [0x11n, 0x12n, 0x13n]) await uploaded({ serialNumber });
  const { items, total } = await ofSerialNumbers('13,11,7F');
  expect(items.map(({ serialNumber }) => serialNumber.hex).toSorted()).toEqual(['11', '13']);
  expect(total).toBe(2);
  expect((await ofSerialNumbers('1')).items).toEqual([]);
});

test('those that are still to expire are listed without those that never do', async () => {
  const from = tenant.clock.now;
  const never = { notAfter: new Date('9999-12-31T23:59:59Z') };
  const [expired, next, last] = [-1, 30, 400].map((days) => ({ notAfter: inDays(days) }));
  for (const wanted of [expired, never, last, next]) await uploaded(wanted);
  const { items, total } = (
    await administrator.call('GET /api/certificates', {
      query: { sort: 'notAfter', expiresFrom: from.toISOString() },
    })
  ).answer;
  expect(items.map(({ notAfter }) => dayIn(notAfter))).toEqual([
    dayIn(next?.notAfter),
    dayIn(last?.notAfter),
  ]);
  expect(total).toBe(2);
});
