import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeCall, recorderFor, recordingJson, treeFolder } from '../../src/testing/recordings.ts';

export const fixture = (name: string): string => join(import.meta.dirname, '../../src/pki/fixtures', name);

const spoken = readFileSync(join(import.meta.dirname, '../../src/tenant/recorder/media/test-call.mp3'));

/** The media of the n-th of many calls: a sentence again and again, and the end of the last one differs. */
export function madeMedia(n: number, bytes: number): Uint8Array {
  const media = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += spoken.length) media.set(spoken.subarray(0, bytes - at), at);
  new DataView(media.buffer).setUint32(bytes - 4, n);
  return media;
}

/** Writes a daily archive of this many recordings in the documented tree. Beside each lies its `.p7.pem`, for OpenSSL. */
export function fillTree(folder: string, count: number, bytes: number, { withPem = false } = {}): void {
  const encrypt = recorderFor(readFileSync(fixture('tenant.pem'), 'utf8'));
  for (let n = 0; n < count; n++) {
    const call = madeCall(n);
    const { ciphertext, pkcs7 } = encrypt(madeMedia(n, bytes), String(n));
    const place = join(folder, treeFolder(call));
    mkdirSync(place, { recursive: true });
    const name = `${call.id}.mp3`;
    writeFileSync(join(place, `${name}.bin`), ciphertext);
    writeFileSync(
      join(place, 'recording.json'),
      recordingJson(call, [{ name, type: 'audio/mp3', bytes, pkcs7 }]),
    );
    if (withPem) writeFileSync(join(place, `${name}.p7.pem`), pkcs7);
  }
}
