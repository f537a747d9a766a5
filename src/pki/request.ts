/** Certificate requests (PKCS#10, RFC 2986): what one asks for, as plain values. */
import {
  BIT_STRING,
  BOOLEAN,
  childrenOf,
  CONTEXT,
  contentsOf,
  DerError,
  expect,
  expectConstructed,
  expectInteger,
  expectOid,
  OCTET_STRING,
  readElement,
  reading,
  SEQUENCE,
  SET,
  type Bytes,
  type Element,
} from './der.ts';
import { describeExtension } from './extensions.ts';
import type { ExtensionFacts, Name, PublicKeyFacts } from './facts.ts';
import { readName } from './name.ts';
import { oidOf } from './oids.ts';
import { readAlgorithm, readPublicKey } from './public-key.ts';
import type { Result } from './result.ts';

export interface RequestFacts {
  subject: Name;
  publicKey: PublicKeyFacts;
  signatureAlgorithm: string;
  /** The extensions that the certificate shall have. */
  extensions: ExtensionFacts[];
  /** Other attributes, by OpenSSL's names. */
  attributes: string[];
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** Answers `not_a_request` with the rule that was broken. Its signature is not checked. */
export function inspectRequest(bytes: Bytes): Result<RequestFacts> {
  return reading('not_a_request', () => {
    const request = expectConstructed(bytes, 0, bytes.length);
    const info = expectConstructed(bytes, request.body, request.end);
    const version = expectInteger(bytes, info.body, info.end);
    const subject = readName(bytes, version.next, info.end);
    const publicKey = readPublicKey(bytes, subject.next, info.end);
    const extensions: ExtensionFacts[] = [];
    const attributes: string[] = [];
    if (publicKey.next < info.end) {
      const list = expectConstructed(bytes, publicKey.next, info.end, CONTEXT);
      for (const attribute of childrenOf(bytes, list)) {
        const type = expectOid(bytes, attribute.body, attribute.end);
        const values = expect(bytes, type.next, attribute.end, SET);
        const { dotted, longName } = oidOf(bytes, type);
        if (dotted === EXTENSION_REQUEST) extensions.push(...requestedExtensions(bytes, values));
        else attributes.push(longName);
      }
    }
    const algorithm = readAlgorithm(bytes, info.next, request.end);
    expect(bytes, algorithm.next, request.end, BIT_STRING);
    return {
      subject: subject.name,
      publicKey: publicKey.key,
      signatureAlgorithm: algorithm.oid.longName,
      extensions,
      attributes,
    };
  });
}

function requestedExtensions(bytes: Bytes, values: Element): ExtensionFacts[] {
  const list = expectConstructed(bytes, values.body, values.end);
  const extensions: ExtensionFacts[] = [];
  for (const extension of childrenOf(bytes, list)) {
    if (extension.id !== SEQUENCE) throw new DerError(`SEQUENCE expected at offset ${extension.start}`);
    const type = expectOid(bytes, extension.body, extension.end);
    let value = readElement(bytes, type.next, extension.end);
    const critical = value.id === BOOLEAN && bytes[value.body] !== 0;
    if (value.id === BOOLEAN) value = readElement(bytes, value.next, extension.end);
    if (value.id !== OCTET_STRING) throw new DerError(`OCTET STRING expected at offset ${value.start}`);
    const contents = contentsOf(bytes, value);
    const der = new Uint8Array(contents.bytes.slice(contents.start, contents.end));
    extensions.push(Object.assign(describeExtension(oidOf(bytes, type), der), { critical }));
  }
  return extensions;
}
