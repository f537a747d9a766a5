/** Messages as OpenSSL writes them, in each of its forms: opened by OpenSSL, they are the same bytes. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { fixtureBytes, fixturePath } from '../../testing/fixtures.ts';
import { noise } from '../../testing/noise.ts';
import { mailPart } from '../../testing/mail.ts';
import { CallArchive } from './call-archive.ts';
import { MimePart } from './mime-part.ts';
import { openMedia } from './open-media.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = folderOfTests('message');

const zip = zipSync({ 'contacts.csv': noise(700_000, 'contacts'), 'calls.csv': noise(50_000, 'calls') });
/** As Java mail writes the part inside an export. */
const part = mailPart(
  [
    'Content-Type: application/zip; name="export.zip"',
    'Content-Disposition: attachment; filename="export.zip"',
  ],
  zip,
);
writeFileSync(join(folder, 'export.zip'), zip);
writeFileSync(join(folder, 'part.eml'), part);

function openssl(line: string): void {
  const { status, stderr } = spawnSync('openssl', line.split(' '), { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${line}: ${stderr}`);
}

async function opened(name: string) {
  const archive = new CallArchive();
  archive.add([
    { name, blob: new Blob([readFileSync(join(folder, name))]) },
    { name: 'tenant.key', blob: new Blob([fixtureBytes('tenant.key')]) },
  ]);
  while ((await archive.work(1000)).doing !== 'nothing');
  const [call, ...others] = Array.from(archive.entries(), archive.callOf);
  expect(others).toEqual([]);
  expect(call).toMatchObject({ state: 'opens', media: [{ name, file: name }] });
  const opening = openMedia(archive, archive.part(call!.media[0]!.id)!);
  const pieces: Uint8Array[] = [];
  for await (const piece of opening.pieces) pieces.push(piece.slice());
  return { bytes: Buffer.concat(pieces), type: opening.facts().type };
}

describe.skipIf(!hasOpenssl)('as OpenSSL writes it (skipped where there is none)', () => {
  test.each([
    ['S/MIME with base64', 'part.eml', '-outform SMIME', 'export.p7m'],
    ['S/MIME in pieces', 'part.eml', '-stream -outform SMIME', 'streamed.p7m'],
    ['DER', 'export.zip', '-outform DER', 'export.cms'],
    ['BER in pieces', 'part.eml', '-stream -outform DER', 'pieces.p7m'],
    ['PEM', 'export.zip', '-outform PEM', 'export.p7.pem'],
  ])('%s: the zip comes out, whatever is around it', async (_, content, options, name) => {
    const recipient = fixturePath('tenant.pem');
    openssl(`cms -encrypt -binary -aes-256-cbc -in ${content} ${options} -out ${name} -recip ${recipient}`);
    const { bytes, type } = await opened(name);
    expect(type).toBe('application/zip');
    expect(bytes.equals(zip)).toBe(true);
  });
});

/** What comes out when a text comes in pieces of this size. */
const through = (bytes: Uint8Array, size: number): Buffer => {
  const mime = new MimePart();
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(mime.push(bytes.subarray(at, at + size)));
  return Buffer.concat([...pieces, mime.end()]);
};

test('a part is unwrapped in pieces of any size, and what is none stays as it is', () => {
  const short = Buffer.from(part.slice(0, 2000));
  const whole = through(short, 2000);
  for (const size of [1, 7, 100]) expect(through(short, size)).toEqual(whole);
  const media = Buffer.from(noise(500, 'media'));
  for (const size of [1, 7, 500]) expect(through(media, size)).toEqual(media);
});
