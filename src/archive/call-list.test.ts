import { expect, test } from 'vitest';
import { CallArchive } from '../pki/archive/call-archive.ts';
import { madeCall, recorderFor, recordingJson, treeFolder } from '../testing/recordings.ts';
import { fixtureBytes, fixtureText } from '../testing/fixtures.ts';
import { askedCalls, CallList, type CallQuery } from './call-list.ts';

const encrypt = recorderFor(fixtureText('tenant.pem'));
const other = recorderFor(fixtureText('other.pem'));
const COUNT = 250;

/** Every tenth is for another certificate. */
async function manyCalls() {
  const archive = new CallArchive();
  const files: { name: string; blob: Blob }[] = [];
  for (let n = 0; n < COUNT; n++) {
    const { ciphertext, pkcs7 } = (n % 10 === 0 ? other : encrypt)(new Uint8Array(40), String(n));
    const call = madeCall(n);
    const json = recordingJson(call, [
      { name: `v${n}.mp3`, type: n % 5 === 0 ? 'video/mp4' : 'audio/mp3', bytes: 48, pkcs7 },
    ]);
    const folder = treeFolder(call);
    files.push(
      { name: `${folder}/recording.json`, blob: new Blob([json]) },
      { name: `${folder}/v${n}.mp3.bin`, blob: new Blob([ciphertext]) },
    );
  }
  archive.add([...files, { name: 'tenant.key', blob: new Blob([fixtureBytes('tenant.key')]) }]);
  while ((await archive.work(1000)).doing !== 'nothing');
  return new CallList(archive);
}

test('sort, search, filters and pages of 250 calls', async () => {
  const list = await manyCalls();
  const idsOf = (query: Partial<CallQuery>, limit = 1000) => {
    const { items, total } = list.page({ sort: 'startedAt', ...query }, { limit });
    return { ids: items.map(({ callId }) => callId), total };
  };
  const all = Array.from({ length: COUNT }, (_, n) => madeCall(n).id);
  expect(idsOf({})).toEqual({ ids: all, total: COUNT });
  expect(idsOf({ sort: '-caller' }).ids).toEqual(all.toReversed());
  expect(idsOf({ state: 'key missing' }).total).toBe(25);
  expect(idsOf({ state: 'opens', kind: 'screen' }).total).toBe(25);
  expect(idsOf({ search: '+1 (650) 555-0123' }).ids).toEqual([madeCall(123).id]);
  expect(idsOf({ search: `agent-3 ${madeCall(20).id}` }).ids).toEqual([madeCall(20).id]);
  // Six calls an hour.
  expect(idsOf({ from: '2026-03-14T01:00:00Z', to: '2026-03-14T02:00:00Z' }).ids).toEqual(all.slice(6, 12));
  expect(idsOf({ longer: 61_500 }).total).toBe(COUNT);
  expect(idsOf({ shorter: 61_500 }).total).toBe(0);

  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = list.page({ sort: '-startedAt' }, { limit: 100, cursor });
    paged.push(...page.items.map(({ callId }) => callId));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(paged).toEqual(all.toReversed());
});

test('what is made beforehand for the search follows files that come later', async () => {
  const archive = new CallArchive();
  const list = new CallList(archive);
  const { ciphertext, pkcs7 } = encrypt(new Uint8Array(40), 'later');
  const call = madeCall(1);
  const json = recordingJson(call, [{ name: 'v.mp3', type: 'audio/mp3', bytes: 48, pkcs7 }]);
  const folder = treeFolder(call);
  const found = async (files: Record<string, BlobPart>) => {
    archive.add(Object.entries(files).map(([name, bytes]) => ({ name, blob: new Blob([bytes]) })));
    while ((await archive.work(1000)).doing !== 'nothing');
    for (const step of list.prepared()) expect(step).toBeUndefined();
    return list.page({ sort: 'startedAt', search: 'alone.mp3.bin' }, { limit: 10 }).total;
  };
  expect(await found({ [`${folder}/recording.json`]: json })).toBe(0);
  expect(await found({ [`${folder}/alone.mp3.bin`]: ciphertext })).toBe(1);
});

test('the exported file has all that match', async () => {
  const list = await manyCalls();
  const csv = [...list.csv({ sort: 'startedAt', search: '+16505550123' }, ['startedAt', 'caller', 'state'])];
  expect(csv.join('')).toBe(
    `\uFEFFWhen (UTC),Caller,Can be opened\r\n2026-03-14T20:30:00Z,'+16505550123,Yes\r\n`,
  );
});

test('in the exported file, the day of a folder has no time', async () => {
  const archive = new CallArchive();
  archive.add([{ name: '2026-03-14/one/alone.mp3.bin', blob: new Blob([new Uint8Array(48)]) }]);
  while ((await archive.work(1000)).doing !== 'nothing');
  const csv = [...new CallList(archive).csv({ sort: 'startedAt' }, ['startedAt', 'name'])];
  expect(csv.join('')).toMatch(/\r\n'2026-03-14,[^\r]*alone[^\r]*\r\n$/);
});

test('what the address of the page asks for', () => {
  const asked = new URLSearchParams('sort=caller&q=650&state=opens&kind=other&longer=30&from=2026-03-14');
  expect(askedCalls((key) => asked.get(key))).toEqual({
    sort: 'caller',
    search: '650',
    state: 'opens',
    kind: undefined,
    longer: 30_000,
    shorter: undefined,
    from: '2026-03-14',
    to: undefined,
  });
});
