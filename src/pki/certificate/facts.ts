/**
 * The plain values that the readers of this folder answer. Dates are ISO 8601 in UTC with seconds
 * ("2036-11-21T09:00:00Z"). Hexadecimal is upper case without separators, as `openssl x509 -serial` prints it.
 */

import type { Writing } from '../key/password.ts';

/** One attribute of a distinguished name: `type` is OpenSSL's short name ("CN") or the dotted OID. */
export interface NameAttribute {
  type: string;
  oid: string;
  value: string;
}

/** A distinguished name (RFC 5280, 4.1.2.4). */
export interface Name {
  /** RFC 4514, for a person: last RDN first, only invisible characters escaped: "CN=Aufzeichnung Zürich". */
  readable: string;
  /**
   * As `openssl x509 -nameopt RFC2253` prints it: like `readable`, but everything that is not ASCII is escaped,
   * "Z\\C3\\BCrich".
   */
  rfc2253: string;
  /** In encoded order, joined by commas, as in the recorder's alias: "C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa". */
  encodedOrder: string;
  /** The first common name; undefined where there is none. */
  commonName: string | undefined;
  rdns: NameAttribute[][];
  der: Uint8Array<ArrayBuffer>;
}

export interface PublicKeyFacts {
  /** "RSA" for rsaEncryption; otherwise OpenSSL's long name ("id-ecPublicKey", "ED25519", …) or the dotted OID. */
  algorithm: string;
  /** Modulus or curve size in bits; undefined where the algorithm is unknown. */
  bits: number | undefined;
  /** RSA only. */
  exponent?: string;
  /** SubjectPublicKeyInfo, DER. */
  spki: Uint8Array<ArrayBuffer>;
}

/** An extension as readable text: its name ("Key Usage"), whether it is critical, and one line a fact. */
export interface ExtensionFacts {
  oid: string;
  name: string;
  critical: boolean;
  lines: string[];
}

export interface CertificateFacts {
  /**
   * 0 where the version number is not one of the three that exist. OpenSSL reads such a file, RFC 5280, 4.1.2.1 forbids
   * it.
   */
  version: 0 | 1 | 2 | 3;
  /** `hex` as OpenSSL prints it, with "-" for a negative number; `decimal` as in the recorder's alias. */
  serialNumber: { hex: string; decimal: string };
  subject: Name;
  issuer: Name;
  /** ISO 8601 in UTC, or `BAD_TIME` (time.ts) where the bytes are not a valid date. */
  notBefore: string;
  /** "9999-12-31T23:59:59Z" means: no expiry (RFC 5280, 4.1.2.5). */
  notAfter: string;
  publicKey: PublicKeyFacts;
  /** OpenSSL's name of the algorithm inside the signed part, which OpenSSL prints: "sha256WithRSAEncryption". */
  signatureAlgorithm: string;
  extensions: ExtensionFacts[];
  /** Subject and issuer are the same name. `verifiesItself` checks whether the certificate's own key signed it. */
  selfIssued: boolean;
  der: Uint8Array<ArrayBuffer>;
}

export type UnusualKey = 'more than two primes' | 'without its CRT numbers' | 'without its primes';

export interface PrivateKeyFacts {
  format: 'PKCS#1' | 'PKCS#8' | 'encrypted PKCS#8' | 'legacy encrypted PEM' | 'SEC1' | 'DSA';
  /** How the file is encrypted ("PBES2, PBKDF2 with SHA-256, AES-256-CBC"); undefined when it is not. */
  encryption: string | undefined;
  /** How the password was written, where it did not fit as it was typed. */
  writing?: Writing;
  algorithm: string;
  bits: number | undefined;
  /** An RSA key that opens recordings here, but that other programs do not take. Computed numbers are in `pkcs8`. */
  unusual?: UnusualKey;
  /** Decrypted PKCS#8 (RFC 5208), DER: RSA only. Private: never shown, logged, cached or stored. */
  pkcs8: Uint8Array<ArrayBuffer> | undefined;
  /** SubjectPublicKeyInfo of the matching public key, DER: RSA only. */
  spki: Uint8Array<ArrayBuffer> | undefined;
}
