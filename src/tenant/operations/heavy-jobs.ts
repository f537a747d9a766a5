/** What `threads.ts` does in other threads. Each job takes one value and answers one, which are copied or moved. */
import { Tinypool } from 'tinypool';
import type { BodyOf } from '../../contract/calls.ts';
import type { Tenant } from '../../domain/session.ts';
import { makeDemoPairs } from '../demo/demo-pairs.ts';
import { inspectPair } from '../calls/pair.ts';
import { Refused } from '../http/problem.ts';
import { encryptMedia, unwrapSessionKey, type Opener } from '../recorder/recorder.ts';

/** A thrown error loses its class on the way between threads, so a refusal is answered as a value. */
export type Outcome<T> = { value: T } | { refused: Pick<Refused, 'code' | 'about' | 'details'> };

const job =
  <Task, T>(work: (task: Task) => T | Promise<T>, movedOf: (value: T) => ArrayBuffer[] = () => []) =>
  async (task: Task): Promise<Outcome<T>> => {
    try {
      const value = await work(task);
      return moving({ value }, movedOf(value));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, about, details } = error;
      return { refused: { code, about, details } };
    }
  };

/** Hands buffers over instead of copying them, so that nothing of a private key stays behind in the thread. */
const moving = <T>(value: T, buffers: ArrayBuffer[]): T =>
  Tinypool.move({
    [Tinypool.transferableSymbol]: buffers,
    [Tinypool.valueSymbol]: value,
  } as never) as T;

export const inspectUpload = job(
  ({ upload, tenant }: { upload: BodyOf<'POST /api/certificates'>; tenant: Tenant }) =>
    inspectPair(upload, tenant),
  ({ pkcs8 }) => [pkcs8.buffer],
);

export const demoPairs = job(
  ({ tenant, now }: { tenant: Tenant; now: Date }) => makeDemoPairs(tenant, now),
  (pairs) => Object.values(pairs).map(({ pkcs8 }) => pkcs8.buffer),
);

export const encrypt = job(
  ({
    plain,
    certificates,
  }: {
    plain: Uint8Array<ArrayBuffer>;
    certificates: readonly Uint8Array<ArrayBuffer>[];
  }) => encryptMedia(plain, certificates),
  ({ ciphertext }) => [ciphertext.buffer],
);

export const unwrap = job(
  ({ pkcs7, opener }: { pkcs7: string; opener: Opener }) => unwrapSessionKey(pkcs7, opener),
  (key) => (key ? [key.sessionKey.buffer] : []),
);
