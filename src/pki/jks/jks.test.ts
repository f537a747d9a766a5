/** Java keystores written by keytool: the committed files, and files made by this machine's keytool if it has one. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { readCertificateFile, readPrivateKeyFile } from '../files/files.ts';
import { inspectFile, type Found, type KeptKeys } from '../files/inspect-file.ts';
import { inspectJks, openJks } from './jks.ts';
import { fixtureBytes, fixtureKey, valueOf } from '../../testing/fixtures.ts';
import { isLocked, unlock } from '../files/unlock.ts';

const store = fixtureBytes('keystore.jks');
const kindsOf = (found: readonly Found[]) => found.map(({ kind }) => kind);
const keyIdOf = (found: Found | undefined) => (found && 'keyId' in found ? found.keyId : undefined);

const lockedIn = (found: readonly Found[]) => {
  const locked = found.find(isLocked);
  if (!locked) throw new Error('Nothing in it is locked.');
  return locked;
};

describe('a JKS of two private keys and a certificate', () => {
  test('says without a password what is in it, by the names of its entries', async () => {
    const found = await inspectFile(store);
    expect(kindsOf(found)).toEqual(['locked Java keystore', 'certificate', 'certificate', 'certificate']);
    expect(new Set(found.map(({ inside }) => inside))).toEqual(
      new Set([
        undefined,
        'Java keystore, “genesys recording 世界”',
        'Java keystore, “other”',
        'Java keystore, “trusted”',
      ]),
    );
    const [keystore, ...certificates] = found;
    expect(keystore).toMatchObject({ facts: { certificates: 3, privateKeys: 2 } });
    const keyIds = keystore?.kind === 'locked Java keystore' ? keystore.facts.keyIds : [];
    expect(certificates.map(keyIdOf)).toEqual(expect.arrayContaining(keyIds));
    const [tenant] = await inspectFile(fixtureBytes('tenant.key'));
    expect(keyIds).toContain(keyIdOf(tenant));
  });

  test('its password opens its keys, but one that has a password of its own', async () => {
    const locked = lockedIn(await inspectFile(store));
    const kept: KeptKeys = new Map();
    const opened = valueOf(await unlock(locked, 'changeit', kept));
    expect(opened).toContainEqual({
      kind: 'Java keystore',
      certificates: 3,
      privateKeys: 2,
      intact: true,
    });
    expect(opened.map(({ inside }) => inside)).toContain('Java keystore, “genesys recording 世界”');
    expect([...kept.values()]).toEqual([(await fixtureKey('tenant.key')).pkcs8]);
    const own = lockedIn(opened);
    expect(await unlock(own, 'changeit')).toMatchObject({ ok: false, error: { code: 'wrong_password' } });
    valueOf(await unlock(own, 'another', kept));
    expect([...kept.values()][1]).toEqual((await fixtureKey('other.key')).pkcs8);
  });

  test('the password of a key alone opens that key, and says nothing of the rest', async () => {
    const opened = valueOf(await openJks(store, 'another'));
    expect(opened.intact).toBe(false);
    expect(opened.privateKeys.filter(({ key }) => key.ok).map(({ alias }) => alias)).toEqual(['other']);
  });

  test.each(['', 'Changeit', 'change it', 'Grüße, 世界'])('%j opens nothing', async (password) => {
    expect(await openJks(store, password)).toMatchObject({ ok: false, error: { code: 'wrong_password' } });
  });

  test('a changed certificate leaves the keys as they are, and the digest does not fit', async () => {
    const changed = store.slice();
    const der = valueOf(inspectJks(store)).privateKeys[0]!.chain[0]!;
    const at = changed.findIndex((_, i) => der.subarray(0, 64).every((byte, k) => changed[i + k] === byte));
    changed[at + der.length - 1]! ^= 1;
    expect(valueOf(await openJks(changed, 'changeit'))).toMatchObject({ intact: false });
  });

  test('cut off anywhere it is refused by name, and says where it ends', async () => {
    for (let length = 4; length < store.length; length += 7) {
      const cut = store.slice(0, length);
      expect(await inspectFile(cut)).toMatchObject([{ kind: 'damaged', error: { code: 'not_jks' } }]);
    }
    const [cut] = await inspectFile(store.slice(0, 3000));
    expect(cut).toMatchObject({ error: { detail: expect.stringMatching(/^it ends within entry \d of 3$/) } });
    expect(await inspectFile(store.slice(0, -1))).toMatchObject([
      { error: { detail: 'it ends within its digest' } },
    ]);
  });

  test('changed at random it is read, refused or locked, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(store.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = store.slice();
        changed[at]! ^= by;
        await inspectFile(changed);
        await openJks(changed, 'changeit');
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('an upload has no use for it, and says where key and certificate are taken out', () => {
    expect(readCertificateFile(store)).toMatchObject({ error: { code: 'java_keystore' } });
    expect(readPrivateKeyFile(store)).toMatchObject({ error: { code: 'java_keystore' } });
  });
});

test('a PKCS#12 is one, whatever its name ends in', async () => {
  const found = await inspectFile(fixtureBytes('keystore.pkcs12.jks'));
  expect(kindsOf(found)).toEqual(['locked PKCS#12']);
  const opened = valueOf(await unlock(lockedIn(found), 'changeit'));
  expect(kindsOf(opened).filter((kind) => kind === 'private key')).toHaveLength(2);
  expect(kindsOf(opened).filter((kind) => kind === 'certificate')).toHaveLength(3);
});

test('a JCEKS is named', async () => {
  expect(await inspectFile(fixtureBytes('keystore.jceks'))).toEqual([
    { kind: 'cannot open', error: { code: 'jceks_keystore' } },
  ]);
});

const hasKeytool = !spawnSync('keytool', ['-help']).error;
const folder = folderOfTests('jks');

test.skipIf(!hasKeytool)('the keytool of this machine agrees (skipped where there is none)', async () => {
  const keytool = (...args: string[]) => {
    const { status, stdout } = spawnSync('keytool', [...args, '-storepass', 'one two'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status, stdout).toBe(0);
  };
  const file = ['-keystore', 'own.jks', '-storetype', 'JKS'];
  for (const [alias, size] of [
    ['first', '3072'],
    ['elliptic', '256'],
  ] as const) {
    const algorithm = alias === 'elliptic' ? 'EC' : 'RSA';
    const words = ['-genkeypair', '-keyalg', algorithm, '-keysize', size, '-keypass', 'one two'];
    keytool(...words, '-alias', alias, '-dname', `CN=${alias}`, ...file);
  }
  const found = await inspectFile(new Uint8Array(readFileSync(join(folder, 'own.jks'))));
  const opened = valueOf(await unlock(lockedIn(found), 'one two'));
  const sizes = opened.flatMap((each) =>
    each.kind === 'private key' ? [`${each.inside} ${each.facts.algorithm} ${each.facts.bits}`] : [],
  );
  expect(sizes.toSorted()).toEqual([
    'Java keystore, “elliptic” id-ecPublicKey 256',
    'Java keystore, “first” RSA 3072',
  ]);
  // Each key fits the certificate of its entry.
  const keyIds = new Set(found.filter(({ kind }) => kind === 'certificate').map(keyIdOf));
  for (const each of opened) if (keyIdOf(each)) expect(keyIds).toContain(keyIdOf(each));
});
