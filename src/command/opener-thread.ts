/**
 * A thread of the command: it unwraps session keys, decrypts and writes. It loads little, so that it starts quickly. A
 * file gets its final name when it is whole: what a kill leaves ends in ".part" and is written anew in the next run.
 */
import {
  constants,
  createDecipheriv,
  createHash,
  createPrivateKey,
  privateDecrypt,
  type Decipheriv,
  type Hash,
  type KeyObject,
} from 'node:crypto';
import { closeSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { MimePart } from '../pki/archive/mime-part.ts';
import { contentType } from '../pki/media/media-type.ts';
import { withoutOaep, withoutPkcs1, type Oaep } from '../pki/key/rsa-padding.ts';
import type { Opening } from '../archive/save.ts';

/** A wrapped session key, and the number of the private key that opens it. */
export interface WrappedKey {
  key: number;
  encryptedKey: Uint8Array;
  /** Undefined for RSAES-PKCS1-v1_5. */
  oaep: Oaep | undefined;
}

export interface Sealed {
  iv: Uint8Array;
  keyBytes: number;
  wrapped: WrappedKey[];
  /** Unwrapped already, where Node.js does not take the private key. */
  sessionKey: Uint8Array | undefined;
}

/** What the thread is asked. The pieces of a file follow one another; those of several files may mix. */
export type Asked =
  | {
      job: number;
      ask: 'begin';
      /** Undefined to write nothing. */
      path: string | undefined;
      /** Undefined for a file in the clear. */
      sealed: Sealed | undefined;
      isMessage: boolean;
    }
  | { job: number; ask: 'piece'; bytes: Uint8Array<ArrayBuffer>; isLast: boolean }
  | { job: number; ask: 'discard' };

export type Answered =
  /** A piece has been taken. */
  { job: number; taken: true } | { job: number; opening: Opening };

const keys = (workerData as { keys: Uint8Array[] }).keys.map((pkcs8): KeyObject =>
  createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }),
);

function unwrap({ key, encryptedKey, oaep }: WrappedKey, keyBytes: number): Uint8Array | undefined {
  const privateKey = keys[key];
  if (!privateKey) return undefined;
  try {
    const padding = constants.RSA_NO_PADDING;
    const message = new Uint8Array(privateDecrypt({ key: privateKey, padding }, encryptedKey));
    const sessionKey = oaep ? withoutOaep(message, oaep) : withoutPkcs1(message);
    return sessionKey?.length === keyBytes ? sessionKey : undefined;
  } catch {
    // A text that is longer than the modulus, or not below it, was not wrapped for this key.
    return undefined;
  }
}

interface Job {
  path: string | undefined;
  file: number | undefined;
  decipher: Decipheriv | undefined;
  ciphertext: Hash | undefined;
  media: Hash;
  part: MimePart | undefined;
  start: Uint8Array | undefined;
  bytes: number;
  /** Set when the file has failed: what still comes of it is dropped. */
  failed: boolean;
}

const jobs = new Map<number, Job>();
const port = parentPort!;
const answer = (answered: Answered) => port.postMessage(answered);
const answerOpening = (job: number, opening: Opening) => answer({ job, opening });

port.on('message', (asked: Asked) => {
  switch (asked.ask) {
    case 'begin':
      begin(asked);
      return;
    case 'discard':
      discard(asked.job);
      jobs.delete(asked.job);
      answer({ job: asked.job, taken: true });
      return;
    case 'piece': {
      const job = jobs.get(asked.job);
      if (job && !job.failed) take(asked.job, job, asked.bytes, asked.isLast);
      if (asked.isLast) jobs.delete(asked.job);
      else answer({ job: asked.job, taken: true });
    }
  }
});

function begin({ job: number, path, sealed, isMessage }: Extract<Asked, { ask: 'begin' }>): void {
  const job: Job = {
    path,
    file: undefined,
    decipher: undefined,
    ciphertext: undefined,
    media: createHash('sha256'),
    part: isMessage ? new MimePart() : undefined,
    start: undefined,
    bytes: 0,
    failed: false,
  };
  jobs.set(number, job);
  if (!sealed) return;
  let { sessionKey } = sealed;
  for (const each of sealed.wrapped) sessionKey ??= unwrap(each, sealed.keyBytes);
  if (!sessionKey) {
    fail(number, job, { kind: 'failed', why: 'damaged' });
    return;
  }
  job.decipher = createDecipheriv(`aes-${sealed.keyBytes * 8}-cbc`, sessionKey, sealed.iv);
  job.ciphertext = createHash('sha256');
  sessionKey.fill(0);
}

function take(number: number, job: Job, bytes: Uint8Array, isLast: boolean): void {
  job.ciphertext?.update(bytes);
  let plain: Uint8Array;
  try {
    plain = job.decipher?.update(bytes) ?? bytes;
    if (isLast && job.decipher) {
      const end = job.decipher.final();
      if (plain.length === 0) plain = end;
      else if (end.length > 0) plain = Buffer.concat([plain, end]);
    }
  } catch {
    fail(number, job, { kind: 'failed', why: 'damaged' });
    return;
  }
  try {
    write(job, job.part ? job.part.push(plain) : plain);
    if (!isLast) return;
    if (job.part) write(job, job.part.end());
    if (job.path !== undefined) {
      // An empty file is a file, too.
      job.file ??= openSync(`${job.path}.part`, 'w');
      closeSync(job.file);
      job.file = undefined;
      renameSync(`${job.path}.part`, job.path);
    }
  } catch (error) {
    fail(number, job, { kind: 'not written', why: error instanceof Error ? error.message : 'unknown' });
    return;
  }
  answerOpening(number, {
    kind: 'opened',
    hashes: { ciphertext: job.ciphertext?.digest('hex') ?? '', media: job.media.digest('hex') },
    bytes: job.bytes,
    type: job.start && contentType(job.start),
  });
}

function write(job: Job, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  job.start ??= bytes.slice(0, 4096);
  job.media.update(bytes);
  job.bytes += bytes.length;
  if (job.path === undefined) return;
  job.file ??= openSync(`${job.path}.part`, 'w');
  for (let at = 0; at < bytes.length;) at += writeSync(job.file, bytes, at);
}

function fail(number: number, job: Job, opening: Opening): void {
  discard(number);
  job.failed = true;
  answerOpening(number, opening);
}

function discard(number: number): void {
  const job = jobs.get(number);
  if (job?.file === undefined) return;
  closeSync(job.file);
  job.file = undefined;
  unlinkSync(`${job.path}.part`);
}
