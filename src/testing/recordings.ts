/** For tests and benches: the files that recorders and archives write, made quickly and in any number. */
import {
  constants,
  createCipheriv,
  createPublicKey,
  publicEncrypt,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { buildEnvelope } from '../pki/cms/envelope.ts';
import { encodePem } from '../pki/pem/pem.ts';
import { noise } from './noise.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Encrypts media for these certificates (PEM), as a recorder does. The same `seed` answers the same ciphertext. */
export function recorderFor(
  ...certificates: string[]
): (media: Uint8Array, seed: string) => { ciphertext: Bytes; pkcs7: string } {
  const all = certificates.map((pem) => new X509Certificate(pem));
  const keys: KeyObject[] = all.map(({ publicKey }) =>
    createPublicKey(publicKey.export({ format: 'pem', type: 'spki' })),
  );
  // pkijs writes the envelope once; its IV and its wrapped keys are then replaced.
  const marks = keys.map((key, i) => noise((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8, `key ${i}`));
  const iv = noise(16, 'iv');
  const recipients = all.map(({ raw }, i) => ({ certificate: new Uint8Array(raw), encryptedKey: marks[i]! }));
  const envelope = Buffer.from(buildEnvelope(recipients, iv));
  const places = [...marks, iv].map((mark) => envelope.indexOf(mark));
  return (media, seed) => {
    const [sessionKey, ownIv] = [noise(32, `session key ${seed}`), noise(16, `iv ${seed}`)];
    const cipher = createCipheriv('aes-256-cbc', sessionKey, ownIv);
    const ciphertext = new Uint8Array(Buffer.concat([cipher.update(media), cipher.final()]));
    const padding = constants.RSA_PKCS1_PADDING;
    const replaced = [...keys.map((key) => publicEncrypt({ key, padding }, sessionKey)), ownIv];
    for (const [i, bytes] of replaced.entries()) envelope.set(bytes, places[i]);
    return { ciphertext, pkcs7: encodePem('PKCS7', new Uint8Array(envelope)) };
  };
}

export interface MadeCall {
  id: string;
  caller: string;
  dialed: string;
  agent: string;
  startedAt: Date;
}

/** The n-th of many calls, the same in each run: one each ten minutes from 2026-03-14 on. */
export function madeCall(n: number): MadeCall {
  const digits = String(n).padStart(6, '0');
  return {
    id: `00F${digits}CSAPR4FKQGQE31TAES00029V`,
    caller: `+1650555${digits.slice(-4)}`,
    dialed: `+1416000000${n % 10}`,
    agent: `agent-${n % 17}`,
    startedAt: new Date(Date.UTC(2026, 2, 14) + n * 600_000),
  };
}

/** The metadata as a daily archive has them: those of a recorder, for media of these names. */
export function recordingJson(
  { id, caller, dialed, agent, startedAt }: MadeCall,
  media: readonly { name: string; type: string; pkcs7?: string; bytes: number; startsLaterMs?: number }[],
): string {
  const timeAfter = (milliseconds: number) =>
    new Date(startedAt.getTime() + milliseconds).toISOString().replace('Z', '+0000');
  const [start, stop] = [timeAfter(0), timeAfter(61_500)];
  return JSON.stringify({
    id,
    callerPhoneNumber: caller,
    dialedPhoneNumber: dialed,
    startTime: start,
    stopTime: stop,
    callType: 'Inbound',
    region: 'region1',
    mediaFiles: media.map(({ name, type, pkcs7, bytes, startsLaterMs = 0 }) => ({
      mediaId: `${id}_${name}`,
      mediaPath: `/ops/contact-centers/1/recordings/${id}/play/${name}`,
      originalMediaDescriptor: { storage: 'webDAV', path: `/recordings/${name}.bin` },
      ...(pkcs7 !== undefined && { pkcs7 }),
      startTime: timeAfter(startsLaterMs),
      stopTime: stop,
      callUUID: id,
      type,
      duration: '61500',
      tenant: 'Environment',
      ivrprofile: 'CallRecProfile',
      size: String(bytes),
      parameters: { id, callUuid: id, agentId: agent },
      partitions: [],
      accessgroups: ['/'],
    })),
    eventHistory: [
      {
        occurredAt: start,
        calluuid: id,
        contact: { type: 'External', phoneNumber: caller },
        event: 'Joined',
      },
    ],
  });
}

/** The folder of a call in the documented tree, below the folder of the archive. */
export const treeFolder = ({ id, startedAt }: MadeCall): string =>
  `contact-center-1/Environment/${startedAt.toISOString().slice(0, 10)}/${id}`;
