/** Runs inside the browser for bench/key-tools.ts: the console's own readers and writers, and pkijs for comparison. */
import * as pkijs from 'pkijs';
import { inspectCertificate } from '../src/pki/certificate/certificate.ts';
import { decryptMedia } from '../src/pki/media/decrypt-media.ts';
import { sourceOf } from '../src/pki/pile/source.ts';
import { freeBuffer } from '../src/pki/media/free-buffer.ts';
import { generateKeyPair, type KeyBits } from '../src/pki/certificate/generate.ts';
import { eachFound } from '../src/pki/files/inspect-file.ts';
import { encodePem, readPem } from '../src/pki/pem/pem.ts';
import { inspectPrivateKey } from '../src/pki/key/private-key.ts';
import { provesKeyPair } from '../src/pki/key/proof.ts';
import { selfSignedCertificate } from '../src/pki/certificate/self-signed.ts';

/**
 * Milliseconds for generating the key, and for the rest: certificate, PEM of both, reading them again, and the proof.
 */
async function makePair(bits: KeyBits): Promise<{ key: number; rest: number }> {
  const start = performance.now();
  const keys = await generateKeyPair(bits);
  const made = performance.now();
  const der = await selfSignedCertificate(keys, {
    subject: [
      ['CN', 'Genesys Recording'],
      ['C', 'US'],
      ['ST', 'California'],
      ['O', 'Genesys'],
    ],
    notBefore: new Date(),
    days: 3650,
    hash: 'SHA-256',
  });
  const bytes = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const pem = encodePem('CERTIFICATE', der) + encodePem('PRIVATE KEY', bytes);
  const certificate = inspectCertificate(der);
  const key = await inspectPrivateKey({ label: 'PRIVATE KEY', headers: {}, bytes });
  if (!certificate.ok || !key.ok || pem === '') throw new Error('What was made cannot be read.');
  const proof = await provesKeyPair(certificate.value, key.value);
  if (!proof.ok) throw new Error('The proof failed.');
  return { key: made - start, rest: performance.now() - made };
}

const dersOf = (pems: readonly string[]) => pems.flatMap((pem) => readPem(pem).map(({ bytes }) => bytes));

/** Milliseconds for what Inspect does with many certificates: all fields, both fingerprints, and the `keyId`. */
async function inspectAll(pems: readonly string[], times: number): Promise<number> {
  const ders = dersOf(pems);
  const start = performance.now();
  let certificates = 0;
  for (let i = 0; i < times; i++) {
    for (const der of ders) {
      for await (const { kind } of eachFound(der)) if (kind === 'certificate') certificates++;
    }
  }
  if (certificates !== ders.length * times) throw new Error('Not all of them were read.');
  return performance.now() - start;
}

/** Milliseconds for the same number of bare `Certificate.fromBER`. */
function pkijsAll(pems: readonly string[], times: number): number {
  const ders = dersOf(pems);
  const start = performance.now();
  for (let i = 0; i < times; i++) for (const der of ders) pkijs.Certificate.fromBER(der);
  return performance.now() - start;
}

/** Milliseconds for reading a file and decrypting it: by bare browser functions, and as the Decrypt tool does it. */
async function decryptFile(
  sessionKey: readonly number[],
  iv: readonly number[],
): Promise<{ bare: number; ours: number }> {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('No file was chosen.');
  const [raw, vector] = [Uint8Array.from(sessionKey), Uint8Array.from(iv)];
  const key = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['decrypt']);
  let start = performance.now();
  const ciphertext = new Uint8Array(file.size);
  let at = 0;
  const reader = file.stream().getReader();
  for (let next = await reader.read(); next.value; next = await reader.read()) {
    ciphertext.set(next.value, at);
    at += next.value.length;
  }
  await crypto.subtle.decrypt({ name: 'AES-CBC', iv: vector }, key, ciphertext);
  const bare = performance.now() - start;
  start = performance.now();
  let bytes = 0;
  for await (const piece of decryptMedia(sourceOf({ name: file.name, blob: file }), raw, vector)) {
    bytes += piece.length;
    freeBuffer(piece.buffer);
  }
  if (bytes === 0) throw new Error('Nothing came out.');
  return { bare, ours: performance.now() - start };
}

/** The file input that `decryptFile` reads. */
function wantFile(): void {
  document.body.append(Object.assign(document.createElement('input'), { type: 'file' }));
}

export const bench = { makePair, inspectAll, pkijsAll, wantFile, decryptFile };
Object.assign(globalThis, { bench });
