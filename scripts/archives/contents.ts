/** What the archives of `npm run test:archives` contain, as OpenSSL encrypts it, and what must come out. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { fillTree, fixture } from '../../bench/archive/fill.ts';
import { opensslLoop } from '../../bench/archive/openssl-loop.ts';
import { encodePem } from '../../src/pki/pem/pem.ts';
import { detached } from '../../src/testing/openssl.ts';
import { madeCall, recordingJson, treeFolder } from '../../src/testing/recordings.ts';
import { mailPart } from '../../src/testing/mail.ts';
import { sha256 } from './sha256.ts';

const media = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../src/tenant/recorder/media', name)));

interface File {
  name: string;
  type: string;
  bytes: Uint8Array;
  /** In the clear without one. */
  recipient?: string;
  isDamaged?: boolean;
}

const voice = (recipient?: string): File => ({
  name: 'voice.mp3',
  type: 'audio/mp3',
  bytes: media('test-call.mp3'),
  ...(recipient !== undefined && { recipient }),
});

/** Two keys, one in the clear, one for a key that is not there, a damaged one, and voice and screen of one call. */
const CALLS: readonly (readonly File[])[] = [
  [voice('tenant.pem')],
  [voice('other.pem')],
  [voice()],
  [voice('rsa4096.pem')],
  [{ ...voice('tenant.pem'), isDamaged: true }],
  [
    voice('tenant.pem'),
    { name: 'screen.mp4', type: 'video/mp4', bytes: media('test-screen.mp4'), recipient: 'tenant.pem' },
  ],
];

/** Fills `folder`; answers the SHA-256 of all that opens with tenant.key and other.key, in order. */
export function fillDay(folder: string, scratch: string): string[] {
  const [withPem, loop] = [join(scratch, 'with-pem'), join(scratch, 'loop')];
  mkdirSync(loop, { recursive: true });
  fillTree(withPem, 60, 20_000, { withPem: true });
  opensslLoop(withPem, loop);
  const hashes = readdirSync(loop).map((name) => sha256(readFileSync(join(loop, name))));
  rmSync(scratch, { recursive: true });

  fillTree(folder, 60, 20_000);
  for (const [n, files] of CALLS.entries()) {
    putCall(folder, 900_000 + n, files);
    for (const { recipient, isDamaged, bytes } of files)
      if (recipient !== 'rsa4096.pem' && !isDamaged) hashes.push(sha256(bytes));
  }
  const zip = zipSync({ 'contacts/2026-03.csv': strToU8('id\r\n1\r\n') });
  putExport(folder, zip);
  return [...hashes, sha256(zip)].sort();
}

function putCall(folder: string, n: number, files: readonly File[]): void {
  const call = madeCall(n);
  const place = join(folder, treeFolder(call));
  mkdirSync(place, { recursive: true });
  const described = files.map(({ name, type, bytes, recipient, isDamaged }) => {
    const own = `${call.id}.${name}`;
    const sealed = recipient === undefined ? undefined : detached(encrypt(bytes, 'DER', recipient));
    const written = sealed?.ciphertext ?? bytes;
    writeFileSync(join(place, `${own}.bin`), isDamaged ? written.subarray(0, -5) : written);
    const pkcs7 = sealed && encodePem('PKCS7', sealed.envelope);
    return { name: own, type, bytes: written.length, ...(pkcs7 !== undefined && { pkcs7 }) };
  });
  writeFileSync(join(place, 'recording.json'), recordingJson(call, described));
}

/** An export of contact data: a zip in an S/MIME message. */
function putExport(folder: string, zip: Uint8Array): void {
  const part = mailPart(['Content-Type: application/zip; name=contacts.zip'], zip);
  mkdirSync(join(folder, 'exports'));
  writeFileSync(join(folder, 'exports/contacts.zip.p7m'), encrypt(Buffer.from(part), 'SMIME', 'tenant.pem'));
}

function encrypt(input: Uint8Array, form: 'DER' | 'SMIME', recipient: string): Uint8Array<ArrayBuffer> {
  const options = ['-encrypt', '-binary', '-aes-256-cbc', '-outform', form, '-recip', fixture(recipient)];
  const { stdout, stderr } = spawnSync('openssl', ['cms', ...options], { input });
  if (stdout.length === 0) throw new Error(`openssl: ${stderr.toString()}`);
  return new Uint8Array(stdout);
}
