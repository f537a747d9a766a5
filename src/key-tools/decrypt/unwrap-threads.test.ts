import { constants, createPrivateKey, publicEncrypt, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { RecipientFacts } from '../../pki/cms/pkcs7.ts';
import { unwrapSessionKey } from '../../pki/cms/session-key.ts';
import type { HeldKey } from '../../pki/pile/pile.ts';
import { noise } from '../../testing/noise.ts';
import { UnwrapThreads, type Asked } from './unwrap-threads.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../pki/fixtures', name), 'utf8');
const pkcs8 = new Uint8Array(
  createPrivateKey(fixture('tenant.key')).export({ format: 'der', type: 'pkcs8' }),
);
const key: HeldKey = {
  file: 'tenant.key',
  inside: undefined,
  keyId: 'tenant',
  algorithm: 'RSA',
  bits: 2048,
  pkcs8,
};
const { publicKey } = new X509Certificate(fixture('tenant.pem'));
const recipient = (sessionKey: Uint8Array) =>
  ({
    by: 'subject key identifier',
    keyIdentifier: '',
    keyTransport: 'rsaEncryption',
    encryptedKey: new Uint8Array(
      publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, sessionKey),
    ),
  }) satisfies RecipientFacts;

/** A worker that does what unwrap.worker.ts does, or does not start. */
function workers(start: (number: number) => boolean) {
  const all: { keys: number; asked: number }[] = [];
  class FakeWorker extends EventTarget {
    readonly #keys = new Map<number, Uint8Array<ArrayBuffer>>();
    readonly #starts = start(all.length);
    readonly #count = { keys: 0, asked: 0 };

    constructor() {
      super();
      all.push(this.#count);
      if (!this.#starts) setImmediate(() => this.dispatchEvent(new Event('error', { cancelable: true })));
    }

    postMessage(asked: Asked): void {
      if ('pkcs8' in asked) {
        this.#count.keys++;
        this.#keys.set(asked.key, asked.pkcs8);
        return;
      }
      this.#count.asked++;
      const own = this.#keys.get(asked.key)!;
      const sessionKey = unwrapSessionKey(asked.recipient, own, asked.keyBytes);
      const data = { id: asked.id, sessionKey };
      if (this.#starts) setImmediate(() => this.dispatchEvent(new MessageEvent('message', { data })));
    }

    terminate(): void {}
  }
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('location', new URL('http://localhost/assets/archive.worker.js'));
  return all;
}

const secrets = Array.from({ length: 6 }, (_, number) => noise(32, `secret ${number}`));
const unwrapAll = (threads: UnwrapThreads) =>
  Promise.all(secrets.map((secret) => threads.unwrap(recipient(secret), key, 32)));

test('session keys are unwrapped in several threads, which get each private key once', async () => {
  const all = workers(() => true);
  const threads = new UnwrapThreads(2);
  expect(await unwrapAll(threads)).toEqual(secrets);
  expect(all).toEqual([
    { keys: 1, asked: 3 },
    { keys: 1, asked: 3 },
  ]);
  threads.close();
  vi.unstubAllGlobals();
});

test.each([
  ['one of the threads does not start', (number: number) => number === 1],
  ['no thread starts', () => false],
  [
    'no thread may be started',
    () => {
      throw new DOMException('another origin', 'SecurityError');
    },
  ],
])('where %s, all session keys are unwrapped', async (_, start) => {
  workers(start);
  expect(await unwrapAll(new UnwrapThreads(2))).toEqual(secrets);
  vi.unstubAllGlobals();
});
