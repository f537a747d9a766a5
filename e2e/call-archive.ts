import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { encryptMedia } from '../src/tenant/recorder/recorder.ts';
import { pem } from './fixtures.ts';

const spoken = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../src/tenant/recorder/media/test-call.mp3')),
);
const screen = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../src/tenant/recorder/media/test-screen.mp4')),
);
const certificate = (name: string) => new Uint8Array(new X509Certificate(readFileSync(pem(name))).raw);

/** The archive of a month, in the documented tree: `/{contact center}/{tenant}/{date}/{recording id}/recording.json`. */
export interface ArchivedCall {
  id: string;
  startedAt: Date;
  caller: string;
  media: Uint8Array;
}

/** As recorders write it. */
const recorderTime = (date: Date) => date.toISOString().replace('Z', '+0000');

/** The end of the sentence differs, so that each recording has its own SHA-256. */
const said = (number: number): Uint8Array<ArrayBuffer> => {
  const media = spoken.slice(0, 8192 + 4 * (number % 500));
  new DataView(media.buffer).setUint32(media.length - 4, number);
  return media;
};

const uuid = (number: number) => {
  const hex = createHash('sha256').update(String(number)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
};

/**
 * A zip with so many calls, one every 20 minutes from 1 March 2026 on. Their keys are short ones, because only the number
 * of recordings matters. Each caller calls again after 1000 calls. The key of every 100th is missing, and the call before it has a screen recording, too.
 */
export function archiveOf(count: number, file = 'rsa1024.pem'): { zip: Uint8Array; calls: ArchivedCall[] } {
  const files: Record<string, Uint8Array> = {};
  const [own, foreign] = [certificate(file), certificate('other.pem')];
  const calls = Array.from({ length: count }, (_, number): ArchivedCall => {
    const startedAt = new Date(Date.UTC(2026, 2, 1) + number * 20 * 60_000);
    const id = uuid(number);
    const caller = `+1650555${1000 + (number % 1000)}`;
    const media = said(number);
    const stopped = new Date(startedAt.getTime() + 60_000);
    const folder = `cc-4711/Contoso/${startedAt.toISOString().slice(0, 10)}/${id}`;
    const hasScreen = number % 100 === 98;
    const all = [{ name: `${id}.mp3`, media, type: 'audio/mp3' }];
    if (hasScreen) all.push({ name: `${id}.mp4`, media: screen, type: 'video/mp4' });
    const mediaFiles = all.map(({ name, media, type }) => {
      const { ciphertext, pkcs7 } = encryptMedia(media, [number % 100 === 99 ? foreign : own]);
      files[`${folder}/${name}.bin`] = ciphertext;
      return {
        mediaId: name,
        originalMediaDescriptor: { storage: 'webDAV', path: `/recordings/${name}.bin` },
        pkcs7,
        startTime: recorderTime(startedAt),
        stopTime: recorderTime(stopped),
        callUUID: id,
        type,
        duration: '60000',
        ivrprofile: 'record_us_west',
        parameters: { id, callUuid: id, agentId: `agent-${number % 40}` },
      };
    });
    const recording = {
      id,
      callerPhoneNumber: caller,
      dialedPhoneNumber: '+18005550100',
      startTime: recorderTime(startedAt),
      stopTime: recorderTime(stopped),
      mediaFiles,
    };
    files[`${folder}/recording.json`] = strToU8(JSON.stringify({ statusCode: 0, recording }));
    return { id, startedAt, caller, media };
  });
  return { zip: zipSync(files, { level: 0 }), calls };
}
