import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { encryptPrivateKey } from '../../src/pki/key/encrypt-private-key.ts';
import { makeCertificate, makePair, pkcs8, rsaKeys, rsaPublicKey } from '../../src/testing/pairs.ts';
import { expect, member, type Server } from '../faults/stage.ts';
import type { Attack } from './attack.ts';
import { held, kept, startWatched } from './figures.ts';
import { aMedium, assigned, played, uploaded } from './given.ts';

/** The most that are read (pki/key/encryption.ts). */
const ROUNDS = 5_000_000;
const STORM = 20;

const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../src/pki/fixtures', name), 'utf8');

/** A pair whose key needs so many rounds to open. */
async function lockedPair(rounds: number, privateKeyPassword: string) {
  const keys = rsaKeys();
  const plain = new Uint8Array(keys.privateKey.export({ type: 'pkcs8', format: 'der' }));
  const encrypted = Buffer.from(await encryptPrivateKey(plain, 'right', rounds)).toString('base64');
  const lines = encrypted.replaceAll(/.{64}/g, '$&\n');
  return {
    certificate: makePair({ keys }).certificate,
    privateKey: `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${lines}\n-----END ENCRYPTED PRIVATE KEY-----\n`,
    privateKeyPassword,
  };
}

/** Milliseconds that a sign-in to another tenant takes: the longest of three. */
async function signInMs(server: Server): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await server.signIn('fabrikam-administrator');
    times.push(performance.now() - start);
  }
  return Math.max(...times);
}

export const expensive: Attack[] = [
  {
    name: `uploads of a key with many PBKDF2 rounds, ${STORM} with a wrong password`,
    play: async (stage, pace) => {
      const { server, watch } = await startWatched(stage);
      const administrator = await server.signIn('administrator');
      await uploaded(administrator);
      const rounds = pace.quick ? 1_000_000 : ROUNDS;
      const right = await lockedPair(rounds, 'right');
      const one = await watch.of(() => uploaded(administrator, right));
      const quiet = await signInMs(server);
      const wrong = { ...right, privateKeyPassword: 'wrong' };
      let busy = 0;
      const storm = await watch.of(async () => {
        const uploads = Array.from({ length: pace.quick ? 4 : STORM }, () =>
          administrator.send('POST', '/api/certificates', wrong),
        );
        busy = await signInMs(server);
        for (const { status } of await Promise.all(uploads)) {
          expect(status === 422 || status === 503, `a wrong password is refused (${status})`);
        }
      });
      const figures = [held('one', one, pace), held('the storm', storm, pace)];
      const signIn = {
        what: `signing in to another tenant took ${Math.round(quiet)} ms alone and meanwhile`,
        seen: busy,
        // Both cores are busy meanwhile; in a queue behind the uploads it would be the time of all of them.
        most: 1000 + 10 * quiet,
        unit: ' ms',
      };
      // How long anything takes says little on a machine where everything is slow.
      if (!pace.quick) figures.push(signIn);
      return `${rounds} rounds: ${kept(...figures)}`;
    },
  },
  {
    name: 'an RSA key of 16,384 bits',
    play: async (stage) => {
      const administrator = await (await stage.start()).signIn('administrator');
      const keys = rsaKeys();
      const certificate = makeCertificate({
        keys: { publicKey: rsaPublicKey(16_384), privateKey: keys.privateKey },
        issuer: { commonName: 'Genesys Recording', keys },
      });
      const answer = await administrator.send('POST', '/api/certificates', {
        certificate,
        privateKey: pkcs8(keys),
      });
      expect(member(answer, 'code') === 'key_too_long', `it is refused by its length (${answer.status})`);
      return 'refused by its length, before the key is used';
    },
  },
  {
    name: `${STORM} plays of one byte with a key of 8,192 bits`,
    play: async (stage, pace) => {
      const { server, watch } = await startWatched(stage);
      const administrator = await server.signIn('administrator');
      const [certificate, privateKey] = [fixture('rsa8192.pem'), fixture('rsa8192.key')];
      const upload = await watch.of(async () => {
        await assigned(server, [await uploaded(administrator, { certificate, privateKey })]);
      });
      const medium = await aMedium(administrator);
      const play = async () => {
        const response = await fetch(server.url + played(medium), {
          headers: { Cookie: administrator.cookie, Range: 'bytes=0-0' },
        });
        await response.arrayBuffer();
        expect(response.status === 206, `one byte is played (${response.status})`);
      };
      const one = await watch.of(play);
      const storm = await watch.of(() => Promise.all(Array.from({ length: pace.quick ? 5 : STORM }, play)));
      return kept(
        held('the upload', upload, pace),
        held('one play', one, pace),
        held('the storm', storm, pace),
      );
    },
  },
];
