import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeCall, recorderFor, recordingJson, treeFolder } from '../../src/testing/recordings.ts';

export const fixture = (name: string): string => join(import.meta.dirname, '../../src/pki/fixtures', name);

/** Writes a daily archive of this many recordings in the documented tree. Beside each lies its `.p7.pem`, for OpenSSL. */
export function fillTree(folder: string, count: number, bytes: number, { withPem = false } = {}): void {
  const encrypt = recorderFor(readFileSync(fixture('tenant.pem'), 'utf8'));
  const media = new Uint8Array(bytes);
  media.set(Buffer.from('ID3\u0004\0\0\0\0\0\0'));
  for (let n = 0; n < count; n++) {
    const call = madeCall(n);
    media[10] = n & 0xff;
    media[11] = n >> 8;
    const { ciphertext, pkcs7 } = encrypt(media, String(n));
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
