import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { AnswerOf, BodyOf } from '../contract/calls.ts';

type Creation = AnswerOf<'POST /api/account/passkeys/challenge'>;
type Request = AnswerOf<'POST /api/account/proof/challenge'>;

interface Passkey {
  id: Buffer;
  privateKey: KeyObject;
}

/** What an authenticator or a browser may do otherwise than it should. */
interface Odd {
  origin?: string;
  host?: string;
  /** Whether the person was verified, by a PIN or a finger. */
  verified?: boolean;
  counter?: number;
  challenge?: string;
  signature?: Buffer;
}

/** For tests: an authenticator with its browser, written from WebAuthn Level 3 and CTAP 2.1 without the libraries. */
export class TestAuthenticator {
  /** It counts its signatures; 0 for one that does not. */
  counter: number;
  readonly #origin: string;
  readonly #passkeys: Passkey[] = [];

  constructor(origin: string, { counts = true } = {}) {
    this.#origin = origin;
    this.counter = counts ? 1 : 0;
  }

  create(options: Creation, odd: Odd = {}): BodyOf<'POST /api/account/passkeys'>['credential'] {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const id = randomBytes(32);
    this.#passkeys.push({ id, privateKey });
    const coseKey = cborMap([
      [cborInteger(1), cborInteger(2)],
      [cborInteger(3), cborInteger(-7)],
      [cborInteger(-1), cborInteger(1)],
      [cborInteger(-2), cborBytes(Buffer.from(x, 'base64url'))],
      [cborInteger(-3), cborBytes(Buffer.from(y, 'base64url'))],
    ]);
    const attested = Buffer.concat([Buffer.alloc(16), uint16(id.length), id, coseKey]);
    const authenticatorData = this.#data(odd.host ?? options.rp.id, odd, attested);
    const attestationObject = cborMap([
      [cborText('fmt'), cborText('none')],
      [cborText('attStmt'), cborMap([])],
      [cborText('authData'), cborBytes(authenticatorData)],
    ]);
    return {
      ...named(id),
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options.challenge, odd).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['usb'],
      },
    };
  }

  /** Signs with the first of its passkeys that is allowed; where none is, with its first one. */
  get(options: Request, odd: Odd = {}): BodyOf<'POST /api/account/proof'>['credential'] {
    const isAllowed = ({ id }: Passkey) =>
      options.allowCredentials.some((allowed) => allowed.id === id.toString('base64url'));
    const passkey = this.#passkeys.find(isAllowed) ?? this.#passkeys[0];
    if (!passkey) throw new Error('No passkey');
    if (this.counter > 0) this.counter++;
    const authenticatorData = this.#data(odd.host ?? options.rpId, odd);
    const clientData = this.#clientData('webauthn.get', options.challenge, odd);
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    const signature = odd.signature ?? sign('sha256', signed, passkey.privateKey);
    return {
      ...named(passkey.id),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    };
  }

  #clientData(type: string, asked: string, { origin = this.#origin, challenge = asked }: Odd): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  /** Authenticator data (WebAuthn Level 3, 6.1): the hash of the host name, flags, the count, a new public key. */
  #data(host: string, { verified = true, counter = this.counter }: Odd, attested?: Buffer): Buffer {
    const flags = 0x01 | (verified ? 0x04 : 0) | (attested ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([
      sha256(Buffer.from(host)),
      Buffer.of(flags),
      count,
      ...(attested ? [attested] : []),
    ]);
  }
}

const named = (id: Buffer) => ({
  id: id.toString('base64url'),
  rawId: id.toString('base64url'),
  type: 'public-key' as const,
  clientExtensionResults: {},
});

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** CBOR (RFC 8949): a major type with a small number, then what it counts. */
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.of((major << 5) | value);
  return value < 256
    ? Buffer.of((major << 5) | 24, value)
    : Buffer.concat([Buffer.of((major << 5) | 25), uint16(value)]);
}
const cborInteger = (value: number): Buffer => (value < 0 ? cborHead(1, -1 - value) : cborHead(0, value));
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([cborHead(2, bytes.length), bytes]);
const cborText = (text: string): Buffer => Buffer.concat([cborHead(3, text.length), Buffer.from(text)]);
const cborMap = (entries: [Buffer, Buffer][]): Buffer =>
  Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);
