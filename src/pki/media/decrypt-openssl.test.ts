/**
 * Recordings made by `openssl cms -encrypt` and then put into the form that a recorder writes: the envelope and the
 * media in two files.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { detached } from '../../testing/openssl.ts';
import { decryptMedia, sessionKeyBytes } from './decrypt-media.ts';
import { sourceOf } from '../pile/source.ts';
import { encodePem } from '../pem/pem.ts';
import { inspectPkcs7 } from '../cms/pkcs7.ts';
import { unwrapSessionKey } from '../cms/session-key.ts';
import { fixtureKey, fixturePath, valueOf } from '../../testing/fixtures.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = folderOfTests('cms');
const media = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../../tenant/recorder/media/test-call.mp3')),
);
writeFileSync(join(folder, 'call.mp3'), media);

function openssl(line: string, ...files: string[]): void {
  const { status, stderr } = spawnSync('openssl', [...line.split(' '), ...files], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`openssl ${line}: ${stderr}`);
}

describe.skipIf(!hasOpenssl)('made by OpenSSL (skipped where there is none)', () => {
  test.each([
    ['AES-256-CBC', 'as recorders wrap', []],
    ['AES-256-CBC', 'RSAES-OAEP', ['-keyopt', 'rsa_padding_mode:oaep']],
    ['AES-128-CBC', 'as recorders wrap', []],
    ['AES-192-CBC', 'as recorders wrap', []],
  ])('%s, %s: opens with the key of its certificate, byte for byte', async (cipher, _, options) => {
    const recipient = (file: string) => ['-recip', fixturePath(file)].concat(options);
    openssl(
      `cms -encrypt -binary -${cipher.toLowerCase()} -in call.mp3 -outform DER -out call.cms`,
      ...recipient('other.pem'),
      ...recipient('tenant.pem'),
    );
    const { envelope, ciphertext } = detached(new Uint8Array(readFileSync(join(folder, 'call.cms'))));
    const facts = valueOf(inspectPkcs7(envelope));
    if (facts.type !== 'envelope') throw new Error(facts.type);
    expect(facts).toMatchObject({ cipher, contentBytes: undefined });
    const { pkcs8 } = await fixtureKey('tenant.key');
    const keyBytes = sessionKeyBytes(cipher)!;
    const keys = facts.recipients.map((recipient) => unwrapSessionKey(recipient, pkcs8!, keyBytes));
    const [sessionKey, more] = keys.filter((key) => key !== undefined);
    expect(more).toBeUndefined();
    const pieces: Uint8Array[] = [];
    for await (const piece of decryptMedia(
      sourceOf({ name: '', blob: new Blob([ciphertext]) }),
      sessionKey!,
      facts.iv!,
      4096,
    )) {
      pieces.push(piece);
    }
    expect(Buffer.concat(pieces)).toEqual(Buffer.from(media));

    writeFileSync(join(folder, 'call.p7.pem'), encodePem('PKCS7', envelope));
    writeFileSync(join(folder, 'call.mp3.bin'), ciphertext);
    openssl(
      'cms -decrypt -inform PEM -in call.p7.pem -content call.mp3.bin -binary -out again.mp3',
      '-inkey',
      fixturePath('tenant.key'),
      '-recip',
      fixturePath('tenant.pem'),
    );
    expect(readFileSync(join(folder, 'again.mp3'))).toEqual(Buffer.from(media));
  });
});
