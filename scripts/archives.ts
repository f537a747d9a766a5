/**
 * Makes an archive with recordings that OpenSSL encrypted, packs it with each archiver that is installed, and opens every
 * one with `recording-keys`: what comes out must be the same bytes.
 *
 *     npm run test:archives [-- --large]    with a zip of 5,000 files and 1.5 GB, too
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { fillTree, fixture } from '../bench/archive/fill.ts';
import { encodePem } from '../src/pki/pem/pem.ts';
import { detached } from '../src/testing/openssl.ts';
import { madeCall, recordingJson, treeFolder } from '../src/testing/recordings.ts';

const folder = mkdtempSync(join(tmpdir(), 'archives-'));
const command = join(import.meta.dirname, '../src/command/recording-keys.ts');
const inFolder = (name: string) => join(folder, name);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
let isRight = true;

function run(
  program: string,
  args: readonly string[],
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(program, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

/** Two recordings of OpenSSL, one in the clear, and one for a key that is not there. */
function putOfOpenssl(): void {
  const media = readFileSync(join(import.meta.dirname, '../src/tenant/recorder/media/test-call.mp3'));
  writeFileSync(inFolder('plain'), media);
  for (const [n, recipient] of ['tenant.pem', 'other.pem', undefined, 'rsa4096.pem'].entries()) {
    const call = madeCall(900_000 + n);
    const place = join(folder, 'day', treeFolder(call));
    mkdirSync(place, { recursive: true });
    const name = `${call.id}.mp3`;
    let bytes: Uint8Array = media;
    let pkcs7: string | undefined;
    if (recipient) {
      const options = 'cms -encrypt -binary -aes-256-cbc -in plain -outform DER -out made.cms -recip';
      run('openssl', [...options.split(' '), fixture(recipient)]);
      const made = detached(new Uint8Array(readFileSync(inFolder('made.cms'))));
      bytes = made.ciphertext;
      pkcs7 = encodePem('PKCS7', made.envelope);
    }
    writeFileSync(join(place, `${name}.bin`), bytes);
    const described = { name, type: 'audio/mp3', bytes: bytes.length, ...(pkcs7 !== undefined && { pkcs7 }) };
    writeFileSync(join(place, 'recording.json'), recordingJson(call, [described]));
  }
}

/** Saved names with the SHA-256 of their contents. */
function opened(archive: string): Record<string, string> {
  const out = inFolder('out');
  const keys = ['--key', fixture('tenant.key'), '--key', fixture('other.key')];
  const { stdout, stderr } = run(process.execPath, [command, 'decrypt', ...keys, '--out', out, archive]);
  const names = readdirSync(out).filter((name) => name !== 'index.csv');
  const saved = Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(out, name)))]));
  rmSync(out, { recursive: true });
  console.log(
    `${archive.padEnd(22)} ${stdout.split('\n').find((line) => line.includes(': '))} ${stderr.trim()}`,
  );
  return saved;
}

/** A zip as a program writes it to a stream: sizes and checksums follow the contents. */
async function streamedZip(): Promise<void> {
  const out = createWriteStream(inFolder('streamed.zip'));
  const zip = new Zip((error, chunk, isLast) => {
    if (error) throw error;
    out.write(chunk);
    if (isLast) out.end();
  });
  for (const name of readdirSync(inFolder('day'), { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.includes('.')) continue;
    const entry = name.endsWith('.json') ? new ZipDeflate(`day/${name}`) : new ZipPassThrough(`day/${name}`);
    zip.add(entry);
    entry.push(readFileSync(join(folder, 'day', name)), true);
  }
  zip.end();
  await finished(out);
}

fillTree(inFolder('day'), 60, 20_000);
putOfOpenssl();
await streamedZip();
const packers: [name: string, program: string, args: string][] = [
  ['info-zip.zip', 'zip', '-qr info-zip.zip day'],
  ['stored.zip', 'zip', '-qr0 stored.zip day'],
  ['zip64.zip', 'zip', '-qr -fz zip64.zip day'],
  ['7z.zip', '7z', 'a -tzip 7z.zip day'],
  ['bsdtar.zip', 'bsdtar', '--format zip -cf bsdtar.zip day'],
  ['java.zip', 'jar', 'cMf java.zip day'],
  ['gnu.tar', 'tar', '-cf gnu.tar day'],
  ['gnu.tar.gz', 'tar', '-czf gnu.tar.gz day'],
  ['bsdtar.tar.gz', 'bsdtar', '-czf bsdtar.tar.gz day'],
];
const inDay = opened('day');
const plain = sha256(readFileSync(inFolder('plain')));
isRight = Object.values(inDay).filter((each) => each === plain).length === 3;
const expected = JSON.stringify(inDay);
for (const [name, program, args] of [...packers, ['streamed.zip', 'true', ''] as const]) {
  if (run(program, args.split(' ')).status !== 0) {
    console.log(`${name.padEnd(22)} skipped: ${program} is not installed, or does not write it`);
    continue;
  }
  const isSame = JSON.stringify(opened(name)) === expected;
  if (!isSame) console.log(`${name.padEnd(22)} NOT the same`);
  isRight &&= isSame;
}
if (process.argv.includes('--large')) {
  rmSync(inFolder('day'), { recursive: true });
  fillTree(inFolder('day'), 2500, 600_000);
  run('zip', ['-qr0', 'large.zip', 'day']);
  const saved = Object.keys(opened('large.zip')).length;
  isRight &&= saved === 2500;
}
rmSync(folder, { recursive: true });
console.log(isRight ? 'All the same.' : 'WRONG');
process.exitCode = isRight ? 0 : 1;
