import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { ProblemCode } from '../../../src/domain/problem.ts';
import type { ProblemField } from '../../../src/domain/problems/entry.ts';
import {
  ecKeys,
  rsaKeys,
  rsaPublicKey,
  sharedKeys,
  withExponent,
  type Pair,
} from '../../../src/testing/pairs.ts';
import { expect } from '../../../src/testing/client.ts';
import type { Rule, World } from '../world.ts';

const isRefused = (
  name: string,
  code: ProblemCode,
  field: ProblemField,
  pairOf: (world: World) => Pair & { privateKeyPassword?: string },
): Rule => ({
  name,
  async check(world) {
    const administrator = await world.administrator();
    const before = (await administrator.call('GET /api/certificates')).answer.total;
    const reply = await administrator.call('POST /api/certificates', { body: pairOf(world) });
    const refused = reply.refusedWith(code);
    expect(refused.field === field, `${field} is named`);
    expect(!refused.detail.includes('undefined'), `the sentence is whole: ${refused.detail}`);
    const after = (await administrator.call('GET /api/certificates')).answer.total;
    expect(after === before, 'a refused upload leaves nothing behind');
  },
});

const encrypted = ({ certificate, privateKey }: Pair, passphrase: string): Pair => ({
  certificate,
  privateKey: createPrivateKey(privateKey)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString(),
});

const DAY_MS = 24 * 60 * 60 * 1000;
const expired = () => ({
  notBefore: new Date(Date.now() - 400 * DAY_MS),
  notAfter: new Date(Date.now() - 35 * DAY_MS),
});

export const certificates: Rule[] = [
  {
    name: 'An upload is answered with what the certificate says, and never with the private key',
    async check(world) {
      const administrator = await world.administrator();
      const pair = world.pair();
      const reply = await administrator.call('POST /api/certificates', { body: pair });
      const stored = reply.answer;
      world.keepInMind(stored.id);
      const said = new X509Certificate(pair.certificate);
      expect(reply.status === 201, 'an upload answers 201');
      expect(
        reply.headers.get('Location')?.endsWith(`/api/certificates/${stored.id}`) === true,
        'Location leads to the stored certificate',
      );
      expect(
        stored.sha256 === said.fingerprint256.replaceAll(':', ''),
        'sha256 is the fingerprint of the DER',
      );
      expect(
        stored.serialNumber.decimal === String(BigInt(`0x${said.serialNumber}`)),
        'the serial number is right',
      );
      expect(Date.parse(stored.notAfter) === said.validToDate.getTime(), 'notAfter is right');
      expect(
        stored.alias.endsWith(`:${stored.serialNumber.decimal}`),
        'the alias ends with the serial number',
      );
      const { items } = (await administrator.call('GET /api/certificates')).answer;
      expect(items[0]?.id === stored.id, 'the newest upload is the first in the list');
    },
  },
  {
    name: 'The certificate is downloaded in PEM as it was uploaded',
    async check(world) {
      const administrator = await world.administrator();
      const pair = world.pair();
      const { id } = await world.upload(administrator, pair);
      const { text } = await administrator.call('GET /api/certificates/{id}/pem', { params: { id } });
      const same = new X509Certificate(text).raw.equals(new X509Certificate(pair.certificate).raw);
      expect(same, 'the PEM file has the same DER');
    },
  },
  {
    name: 'The list is searched and filtered by status',
    async check(world) {
      const administrator = await world.administrator();
      const { id, subjectName, sha256 } = await world.upload(administrator, world.pair(expired()));
      const found = async (query: { search?: string; status?: 'valid' | 'expired' }) => {
        const { items } = (await administrator.call('GET /api/certificates', { query })).answer;
        return items.some((item) => item.id === id);
      };
      expect(await found({ search: subjectName.toUpperCase() }), 'search finds a name in any case');
      expect(await found({ search: sha256, status: 'expired' }), 'search and status are used together');
      expect(!(await found({ search: `${sha256} ${world.run}x` })), 'search asks for every word');
      expect(!(await found({ status: 'valid' })), 'an expired certificate is not valid');
    },
  },
  isRefused('RSA keys of fewer than 2048 bits are refused', 'key_too_short', 'certificate', (world) =>
    world.pair({ keys: rsaKeys(1024) }),
  ),
  isRefused('RSA keys of more than 8192 bits are refused', 'key_too_long', 'certificate', (world) =>
    world.pair({ keys: { ...sharedKeys(), publicKey: rsaPublicKey(8200) } }),
  ),
  isRefused(
    'An RSA key that leaves a text as it is is refused',
    'exponent_unusable',
    'certificate',
    (world) => world.pair({ keys: withExponent(sharedKeys(), (phi) => phi + 1n) }),
  ),
  isRefused('Keys other than RSA are refused', 'not_rsa', 'certificate', (world) =>
    world.pair({ keys: ecKeys() }),
  ),
  isRefused('A name of more than 2 kB is refused', 'certificate_too_large', 'certificate', (world) =>
    world.pair({ issuer: { commonName: 'x'.repeat(2048), keys: rsaKeys() } }),
  ),
  isRefused(
    'A private key that does not fit the certificate is refused',
    'key_mismatch',
    'privateKey',
    (world) => ({
      certificate: world.pair().certificate,
      privateKey: world.pair({ keys: rsaKeys() }).privateKey,
    }),
  ),
  isRefused(
    'A private key in the place of the certificate is named',
    'private_key_not_certificate',
    'certificate',
    (world) => {
      const { privateKey } = world.pair();
      return { certificate: privateKey, privateKey };
    },
  ),
  isRefused(
    'An encrypted private key needs its Private Key Password',
    'private_key_encrypted',
    'privateKeyPassword',
    (world) => encrypted(world.pair(), 'right'),
  ),
  isRefused(
    'A wrong Private Key Password is told apart from a damaged file',
    'wrong_password',
    'privateKeyPassword',
    (world) => ({
      ...encrypted(world.pair(), 'right'),
      privateKeyPassword: 'wrong',
    }),
  ),
  {
    name: 'An encrypted private key is opened with its Private Key Password',
    async check(world) {
      const administrator = await world.administrator();
      const body = { ...encrypted(world.pair(), 'right'), privateKeyPassword: 'right' };
      const { answer } = await administrator.call('POST /api/certificates', { body });
      world.keepInMind(answer.id);
    },
  },
  {
    name: 'The same issuer and serial number are not stored twice',
    async check(world) {
      const administrator = await world.administrator();
      const pair = world.pair();
      await world.upload(administrator, pair);
      const again = await administrator.call('POST /api/certificates', { body: pair });
      again.refusedWith('duplicate_certificate');
    },
  },
  {
    name: 'An upload that is sent again with its Idempotency-Key has one effect',
    async check(world) {
      const administrator = await world.administrator();
      const headers = { 'Idempotency-Key': `conformance-${world.run}` };
      const body = world.pair();
      const first = await administrator.call('POST /api/certificates', { body, headers });
      world.keepInMind(first.answer.id);
      const second = await administrator.call('POST /api/certificates', { body, headers });
      expect(second.answer.id === first.answer.id, 'both are answered alike');
      const other = await administrator.call('POST /api/certificates', { body: world.pair(), headers });
      other.refusedWith('idempotency_key_reused');
    },
  },
  {
    name: 'What another session uploads shows after signing in again',
    async check(world) {
      const [before, uploader] = [await world.signIn('administrator'), await world.signIn('administrator')];
      const { id } = await world.upload(uploader);
      const list = (await before.call('GET /api/certificates')).answer;
      expect(!list.items.some((each) => each.id === id), 'the session of before does not see it');
      expect(list.changedElsewhere, 'changedElsewhere tells that something changed');
      const after = (await (await world.signIn('administrator')).call('GET /api/certificates')).answer;
      expect(
        after.items.some((each) => each.id === id),
        'a new session sees it',
      );
      expect(!after.changedElsewhere, 'and nothing else has changed');
    },
  },
  {
    name: 'The list pages: every certificate once, in order',
    async check(world) {
      const administrator = await world.administrator();
      for (let i = 0; i < 3; i++) await world.upload(administrator);
      const all = (await administrator.call('GET /api/certificates')).answer.items.map(({ id }) => id);
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: '2', ...(cursor === undefined ? {} : { cursor }) };
        const page = (await administrator.call('GET /api/certificates', { query })).answer;
        expect(page.items.length <= 2, 'a page has no more than its limit');
        paged.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined && paged.length <= all.length);
      expect(paged.join() === all.join(), 'the pages together are the list');
    },
  },
  {
    name: 'A deletion names the version that it deletes, and the pair can be restored',
    async check(world) {
      const administrator = await world.administrator();
      const { id, etag } = await world.upload(administrator);
      const params = { id };
      const remove = (headers: Record<string, string>) =>
        administrator.call('DELETE /api/certificates/{id}', { params, headers });
      (await remove({})).refusedWith('precondition_required');
      (await remove({ 'If-Match': '"no version of it"' })).refusedWith('changed_meanwhile');
      expect((await remove({ 'If-Match': etag })).status === 204, 'with the right one it is deleted');
      const gone = await administrator.call('GET /api/certificates/{id}', { params });
      gone.refusedWith('certificate_deleted');
      const deleted = (await administrator.call('GET /api/deleted-certificates')).answer.items;
      expect(
        deleted.some((each) => each.id === id),
        'it is in Recently deleted',
      );
      await restored(administrator, id);
      expect(
        (await administrator.call('GET /api/certificates/{id}', { params })).status === 200,
        'it is back',
      );
    },
  },
  {
    name: 'An expired certificate may be uploaded: it plays older recordings',
    async check(world) {
      await world.upload(await world.administrator(), world.pair(expired()));
    },
  },
  {
    name: 'The record names every certificate, without private keys',
    async check(world) {
      const administrator = await world.administrator();
      const { sha256 } = await world.upload(administrator);
      const { text } = await administrator.call('GET /api/record');
      expect(text.includes(sha256), 'the uploaded one is in the record');
    },
  },
  {
    name: 'A backup check is kept with the certificate; where the copy is, administrators alone are told',
    needs: ['professional'],
    async check(world) {
      const administrator = await world.administrator();
      const { id, backupCheck } = await world.upload(administrator);
      expect(backupCheck === null, 'a new pair has no backup check');
      const body = { certificateIds: [id], location: 'safe, building 2' };
      const { items } = (await administrator.call('POST /api/backup-checks', { body })).answer;
      expect(items[0]?.backupCheck?.location === body.location, 'the administrator is told where');
      const professional = await world.signIn('professional');
      const seen = (await professional.call('GET /api/certificates/{id}', { params: { id } })).answer;
      const told = { ...items[0]?.backupCheck, location: null };
      expect(
        JSON.stringify(seen.backupCheck) === JSON.stringify(told),
        'the professional is told all but where',
      );
    },
  },
  {
    name: 'Demo data is for an empty tenant alone',
    async check(world) {
      const administrator = await world.administrator();
      await world.upload(administrator);
      (await administrator.call('POST /api/demo-data')).refusedWith('not_empty');
    },
  },
  {
    name: 'A calendar feed is read with its token alone, says when nothing changed, and ends when it is revoked',
    async check(world) {
      const administrator = await world.administrator();
      await world.upload(administrator);
      const { token } = (await administrator.call('POST /api/calendar-feed')).answer;
      const read = (headers: Record<string, string> = {}) =>
        world.nobody().call('GET /api/certificates/expiry.ics', { query: { token }, headers });
      const calendar = await read();
      expect(calendar.text.startsWith('BEGIN:VCALENDAR'), 'it is iCalendar (RFC 5545)');
      const again = await read({ 'If-None-Match': calendar.headers.get('ETag') ?? '' });
      expect(again.status === 304, 'an unchanged feed answers 304');
      expect((await administrator.call('DELETE /api/calendar-feed')).status === 204, 'it is revoked');
      (await read()).refusedWith('not_found');
    },
  },
];

async function restored(caller: Awaited<ReturnType<World['signIn']>>, id: string): Promise<void> {
  const { answer } = await caller.call('POST /api/deleted-certificates/{id}/restore', { params: { id } });
  expect(answer.id === id, 'the restored pair is the deleted one');
}
