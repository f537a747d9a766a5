import { createPrivateKey, X509Certificate } from 'node:crypto';
import { rsaKeys } from '../../../src/testing/pairs.ts';
import { expect } from '../../../src/testing/client.ts';
import type { Rule } from '../world.ts';

const needs = ['azure administrator'] as const;

export const keysManagement: Rule[] = [
  {
    name: 'An upload is stored in the IVR profile named record, is shown as Key and Alias, and encrypts',
    needs,
    async check(world) {
      // No other rule uploads here, because the API has no way to delete a key.
      const caller = await world.signIn('azure administrator');
      const pair = world.pair();
      const { status, answer: stored } = await caller.call('POST /api/keys', { body: pair });
      expect(status === 201, 'an upload answers 201');
      const { key, alias, serialNumber } = stored;
      expect(key !== null && /^certificate-\d+$/.test(key), 'its key is the name of its parameter');
      expect(alias.endsWith(`:${serialNumber.decimal}`), 'its alias ends with the serial number');
      const listed = (await caller.call('GET /api/keys')).answer.items.find(({ id }) => id === stored.id);
      expect(listed?.key === key && listed.alias === alias, 'the list shows both');

      const profiles = (await caller.call('GET /api/ivr-profiles')).answer.items;
      const record = profiles.find(({ name }) => name === 'record');
      expect(record !== undefined, 'the tenant has an IVR profile named record');
      const { options } = (
        await caller.call('GET /api/ivr-profiles/{id}/configuration', { params: { id: record.id } })
      ).answer;
      const pem = options.find((option) => option.key === key)?.value;
      const { raw } = new X509Certificate(pair.certificate);
      const same = pem !== undefined && new X509Certificate(pem).raw.equals(raw);
      expect(same, 'the profile has the certificate in PEM under this key');

      const { recordings } = (await caller.call('POST /api/test-calls', { body: {} })).answer;
      const encryptedFor = recordings[0]?.encryptedFor ?? [];
      expect(
        encryptedFor.some(({ certificateId }) => certificateId === stored.id),
        'a test call is encrypted for it',
      );
    },
  },
  {
    name: 'A private key is taken in PKCS#8 alone, and only with its own certificate; a refusal stores nothing',
    needs,
    async check(world) {
      const caller = await world.signIn('azure administrator');
      const before = (await caller.call('GET /api/keys')).answer.items.length;
      const { certificate, privateKey } = world.pair();
      const pkcs1 = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
      const other = world.pair({ keys: rsaKeys() }).privateKey;
      for (const [code, key] of [
        ['pkcs8_needed', pkcs1],
        ['key_mismatch', other],
      ] as const) {
        const refused = await caller.call('POST /api/keys', { body: { certificate, privateKey: key } });
        refused.refusedWith(code);
      }
      const after = (await caller.call('GET /api/keys')).answer.items.length;
      expect(after === before, 'there are as many keys as before');
    },
  },
  {
    name: 'The screens of AWS are not there on Azure, and those of Azure not on AWS',
    needs,
    async check(world) {
      const azure = await world.signIn('azure administrator');
      (await azure.call('POST /api/certificates', { body: world.pair() })).refusedWith(
        'not_on_this_platform',
      );
      const aws = await world.administrator();
      (await aws.call('POST /api/keys', { body: world.pair() })).refusedWith('not_on_this_platform');
    },
  },
];
