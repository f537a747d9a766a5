import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { encodePem } from '../pki/pem/pem.ts';

/**
 * Certificates for tests, made without another program: X.509 v3 without extensions (RFC 5280, 4.1), signed by
 * `node:crypto`. Shares no code with `pki/`, so that it also tests those readers.
 */
export interface Pair {
  certificate: string;
  privateKey: string;
}

export interface Wanted {
  commonName?: string;
  /** By default the next one of this process. */
  serialNumber?: bigint;
  notBefore?: Date;
  notAfter?: Date;
  keys?: Keys;
  /** Signs with another key, under another name. */
  issuer?: { commonName: string; keys: Keys };
}

export interface Keys {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

export const rsaKeys = (bits = 2048): Keys => generateKeyPairSync('rsa', { modulusLength: bits });
export const ecKeys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/**
 * The same primes with another public exponent, given φ(n). Where that has no inverse, or is even, the private exponent
 * is left as it is: then only the public key can be used.
 */
export function withExponent({ privateKey }: Keys, exponentOf: (phi: bigint) => bigint): Keys {
  const jwk = privateKey.export({ format: 'jwk' });
  const [p, q] = [jwk.p, jwk.q].map((text = '') =>
    BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`),
  );
  if (!p || !q) throw new Error('Not an RSA key');
  const phi = (p - 1n) * (q - 1n);
  const e = exponentOf(phi);
  const one = jwkNumber(1n);
  // The inverse of an exponent that is 1 more than a multiple of φ(n) is 1.
  const inverse = e % phi === 1n ? { d: one, dp: one, dq: one } : {};
  const key = { ...jwk, ...inverse, e: jwkNumber(e) };
  return {
    publicKey: createPublicKey({ key: { kty: 'RSA', n: jwk.n ?? '', e: key.e }, format: 'jwk' }),
    privateKey: createPrivateKey({ key, format: 'jwk' }),
  };
}

/** A public key of so many bits. Nobody has made it from primes, so it is made at once. */
export const rsaPublicKey = (bits: number): KeyObject =>
  createPublicKey({
    key: { kty: 'RSA', n: jwkNumber(2n ** BigInt(bits) - 1n), e: jwkNumber(65537n) },
    format: 'jwk',
  });

const jwkNumber = (value: bigint): string => bigEndian(value).toString('base64url');

/** One key pair for many certificates, because generating one takes longer than the rest of a test. */
let shared: Keys | undefined;
export const sharedKeys = (): Keys => (shared ??= rsaKeys());

export function makePair(wanted: Wanted = {}): Pair {
  const keys = wanted.keys ?? sharedKeys();
  return { certificate: makeCertificate({ ...wanted, keys }), privateKey: pkcs8(keys) };
}

export const pkcs8 = ({ privateKey }: Keys): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export function makeCertificate(wanted: Wanted = {}): string {
  const keys = wanted.keys ?? sharedKeys();
  const { commonName = 'Genesys Recording', issuer = { commonName, keys } } = wanted;
  const serialNumber = wanted.serialNumber ?? nextSerial();
  const { notBefore = new Date('2026-01-01T00:00:00Z'), notAfter = new Date('2036-01-01T00:00:00Z') } =
    wanted;
  const algorithm =
    issuer.keys.privateKey.asymmetricKeyType === 'rsa'
      ? sequence(oid('2a864886f70d01010b'), element(0x05)) // sha256WithRSAEncryption, NULL
      : sequence(oid('2a8648ce3d040302')); // ecdsa-with-SHA256
  const toBeSigned = sequence(
    element(0xa0, integer(2n)),
    integer(serialNumber),
    algorithm,
    name(issuer.commonName),
    sequence(time(notBefore), time(notAfter)),
    name(commonName),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, issuer.keys.privateKey);
  const der = sequence(toBeSigned, algorithm, element(0x03, Buffer.of(0), signature));
  return encodePem('CERTIFICATE', der);
}

/** As long as real ones, but not random: once in a while random digits contain the year that a test looks for. */
let serial = 0x4n << 128n;
const nextSerial = (): bigint => ++serial;

/** Tag, length, contents (X.690, 8.1). */
function element(tag: number, ...contents: Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
}

const sequence = (...contents: Uint8Array[]) => element(0x30, ...contents);
const oid = (hex: string) => element(0x06, Buffer.from(hex, 'hex'));

function bigEndian(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
}

function integer(value: bigint): Buffer {
  const bytes = bigEndian(value);
  return element(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

/** C=US, O=Genesys, CN=…, in OpenSSL's notation. */
const name = (commonName: string) =>
  sequence(
    attribute('550406', 0x13, 'US'),
    attribute('55040a', 0x0c, 'Genesys'),
    attribute('550403', 0x0c, commonName),
  );

const attribute = (type: string, tag: number, value: string) =>
  element(0x31, sequence(oid(type), element(tag, Buffer.from(value))));

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). */
function time(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2)))
    : element(0x18, Buffer.from(digits));
}
