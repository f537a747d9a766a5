/** Certificate extensions (RFC 5280, 4.2) in words, one line a fact. What cannot be read is shown as bytes, never dropped. */
import {
  BIT_STRING,
  bitStringOf,
  BOOLEAN,
  checkOid,
  childrenOf,
  CONTEXT,
  DerError,
  expectOid,
  IA5_STRING,
  INTEGER,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  readElement,
  SEQUENCE,
  smallInteger,
  type Bytes,
  type Element,
} from './der.ts';
import type { ExtensionFacts } from './facts.ts';
import { hexByte, toHex } from './hex.ts';
import { decodeText, readName } from './name.ts';
import { oidOf, type Oid } from './oids.ts';
import { timeOf } from './time.ts';

/** Longest run of bytes that is shown of an extension that has no words. */
const MAX_SHOWN_BYTES = 64;
const MAX_LINES = 500;

interface Description {
  name: string;
  lines: (bytes: Bytes, value: Element) => string[];
}

/** An extension by its identifier and its extnValue, which stands in `bytes` from `start` to `end`. */
export function describeExtension(
  oid: Oid,
  bytes: Bytes,
  critical = false,
  start = 0,
  end = bytes.length,
): ExtensionFacts {
  const description = DESCRIPTIONS[oid.dotted];
  const name = description?.name ?? (oid.known ? oid.longName : oid.dotted);
  let lines: string[];
  if (description) {
    try {
      lines = description.lines(bytes, readElement(bytes, start, end));
      if (lines.length > MAX_LINES) lines.length = MAX_LINES;
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      lines = [`Cannot be read (${error.message})`, shownBytes(bytes.subarray(start, end))];
    }
  } else {
    lines = [shownBytes(bytes.subarray(start, end))];
  }
  return { oid: oid.dotted, name, critical, lines };
}

function shownBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'empty';
  const shown = colons(bytes, 0, Math.min(bytes.length, MAX_SHOWN_BYTES));
  return bytes.length > MAX_SHOWN_BYTES ? `${shown}… (${bytes.length} bytes)` : shown;
}

function colons(bytes: Uint8Array, start: number, end: number): string {
  const pairs: string[] = [];
  for (let pos = start; pos < end; pos++) pairs.push(hexByte(bytes[pos]!));
  return pairs.join(':');
}

const KEY_USAGES = [
  'Digital Signature',
  'Non Repudiation',
  'Key Encipherment',
  'Data Encipherment',
  'Key Agreement',
  'Certificate Sign',
  'CRL Sign',
  'Encipher Only',
  'Decipher Only',
];

const REASONS = [
  'Unused',
  'Key Compromise',
  'CA Compromise',
  'Affiliation Changed',
  'Superseded',
  'Cessation Of Operation',
  'Certificate Hold',
  'Privilege Withdrawn',
  'AA Compromise',
];

const NETSCAPE_TYPES = [
  'SSL Client',
  'SSL Server',
  'S/MIME',
  'Object Signing',
  'Unused',
  'SSL CA',
  'S/MIME CA',
  'Object Signing CA',
];

const DESCRIPTIONS: Record<string, Description> = {
  '2.5.29.14': {
    name: 'Subject Key Identifier',
    lines: (bytes, value) => [octets(bytes, value)],
  },
  '2.5.29.15': { name: 'Key Usage', lines: (bytes, value) => namedBits(bytes, value, KEY_USAGES) },
  '2.5.29.16': {
    name: 'Private Key Usage Period',
    lines: (bytes, value) =>
      fields(bytes, value).map(
        (field) =>
          `${field.id === CONTEXT ? 'Not Before' : 'Not After'}: ${timeOf(bytes, { ...field, id: 24 })}`,
      ),
  },
  '2.5.29.17': { name: 'Subject Alternative Name', lines: generalNames },
  '2.5.29.18': { name: 'Issuer Alternative Name', lines: generalNames },
  '2.5.29.19': { name: 'Basic Constraints', lines: basicConstraints },
  '2.5.29.30': { name: 'Name Constraints', lines: nameConstraints },
  '2.5.29.31': { name: 'CRL Distribution Points', lines: distributionPoints },
  '2.5.29.32': { name: 'Certificate Policies', lines: policies },
  '2.5.29.33': { name: 'Policy Mappings', lines: policyMappings },
  '2.5.29.35': { name: 'Authority Key Identifier', lines: authorityKeyIdentifier },
  '2.5.29.36': { name: 'Policy Constraints', lines: policyConstraints },
  '2.5.29.37': {
    name: 'Extended Key Usage',
    lines: (bytes, value) => fields(bytes, value).map((field) => oidName(bytes, field)),
  },
  '2.5.29.46': { name: 'Freshest CRL', lines: distributionPoints },
  '2.5.29.54': {
    name: 'Inhibit Any Policy',
    lines: (bytes, value) => [`Skip Certificates: ${smallInteger(bytes, integer(value))}`],
  },
  '1.3.6.1.5.5.7.1.1': { name: 'Authority Information Access', lines: accessDescriptions },
  '1.3.6.1.5.5.7.1.11': { name: 'Subject Information Access', lines: accessDescriptions },
  '1.3.6.1.5.5.7.1.24': {
    name: 'TLS Feature',
    lines: (bytes, value) =>
      fields(bytes, value).map((field) => {
        const feature = smallInteger(bytes, integer(field));
        return feature === 5 ? 'OCSP Must-Staple (status_request)' : `Feature ${feature}`;
      }),
  },
  '1.3.6.1.5.5.7.48.1.5': { name: 'OCSP No Check', lines: () => ['Present'] },
  '1.3.6.1.4.1.11129.2.4.2': { name: 'Certificate Transparency: signed timestamps', lines: signedTimestamps },
  '1.3.6.1.4.1.11129.2.4.3': {
    name: 'Certificate Transparency: poison (not a certificate for use)',
    lines: () => ['Present'],
  },
  '2.16.840.1.113730.1.1': {
    name: 'Netscape Certificate Type',
    lines: (bytes, value) => namedBits(bytes, value, NETSCAPE_TYPES),
  },
  '2.16.840.1.113730.1.13': { name: 'Netscape Comment', lines: (bytes, value) => [text(bytes, value)] },
};

/** The elements of a SEQUENCE. */
function fields(bytes: Bytes, value: Element): Element[] {
  if (value.id !== SEQUENCE) throw new DerError(`SEQUENCE expected at offset ${value.start}`);
  return childrenOf(bytes, value);
}

function integer(value: Element): Element {
  if (value.id !== INTEGER) throw new DerError(`INTEGER expected at offset ${value.start}`);
  return value;
}

function octets(bytes: Bytes, value: Element): string {
  if (value.id !== OCTET_STRING) throw new DerError(`OCTET STRING expected at offset ${value.start}`);
  return colons(bytes, value.body, Math.min(value.end, value.body + MAX_SHOWN_BYTES));
}

function oidName(bytes: Bytes, value: Element): string {
  if (value.id !== OBJECT_IDENTIFIER)
    throw new DerError(`OBJECT IDENTIFIER expected at offset ${value.start}`);
  checkOid(bytes, value);
  const { longName, dotted, known } = oidOf(bytes, value);
  return known && longName !== dotted ? `${longName} (${dotted})` : dotted;
}

function text(bytes: Bytes, value: Element): string {
  return decodeText(bytes, value) ?? shownBytes(bytes.subarray(value.body, value.end));
}

/** An implicitly tagged IA5String. */
const ia5 = (bytes: Bytes, value: Element): string => text(bytes, { ...value, id: IA5_STRING });

function namedBits(bytes: Bytes, value: Element, names: string[]): string[] {
  if (value.id !== BIT_STRING) throw new DerError(`BIT STRING expected at offset ${value.start}`);
  const bits = bitStringOf(bytes, value);
  return bitsIn(bits.bytes, bits.start, bits.end, names);
}

function bitsIn(bytes: Uint8Array, start: number, end: number, names: string[]): string[] {
  const lines: string[] = [];
  for (let bit = 0; bit < Math.min((end - start) * 8, 64); bit++) {
    if ((bytes[start + (bit >> 3)]! >> (7 - (bit & 7))) & 1) lines.push(names[bit] ?? `Bit ${bit}`);
  }
  return lines.length > 0 ? lines : ['none'];
}

function basicConstraints(bytes: Bytes, value: Element): string[] {
  const lines: string[] = [];
  let authority = false;
  for (const field of fields(bytes, value)) {
    if (field.id === BOOLEAN) authority = bytes[field.body] !== 0;
    else lines.push(`Path length: at most ${smallInteger(bytes, integer(field))}`);
  }
  return [authority ? 'Certificate authority: yes' : 'Certificate authority: no', ...lines];
}

function generalNames(bytes: Bytes, value: Element): string[] {
  return fields(bytes, value).map((name) => generalName(bytes, name));
}

/** GeneralName (RFC 5280, 4.2.1.6). */
function generalName(bytes: Bytes, name: Element): string {
  switch (name.id - CONTEXT) {
    case 0: {
      const type = expectOid(bytes, name.body, name.end);
      const tagged = type.next < name.end ? readElement(bytes, type.next, name.end) : undefined;
      const inner =
        tagged && tagged.body < tagged.end ? readElement(bytes, tagged.body, tagged.end) : undefined;
      const shown = inner ? text(bytes, inner) : 'no value';
      return `Other Name: ${oidName(bytes, type)}: ${shown}`;
    }
    case 1:
      return `Email: ${ia5(bytes, name)}`;
    case 2:
      return `DNS: ${ia5(bytes, name)}`;
    case 4:
      return `Directory Name: ${readName(bytes, name.body, name.end).name.rfc2253}`;
    case 6:
      return `URI: ${ia5(bytes, name)}`;
    case 7:
      return `IP Address: ${ipAddress(bytes, name.body, name.end)}`;
    case 8:
      return `Registered ID: ${oidName(bytes, { ...name, id: OBJECT_IDENTIFIER })}`;
    default:
      return `Unknown kind of name: ${shownBytes(bytes.subarray(name.start, name.next))}`;
  }
}

/** Four bytes, sixteen, or twice as many with a mask (RFC 5280, 4.2.1.10). */
function ipAddress(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length === 8 || length === 32) {
    const middle = start + length / 2;
    return `${ipAddress(bytes, start, middle)}/${ipAddress(bytes, middle, end)}`;
  }
  if (length === 4) return Array.from(bytes.subarray(start, end)).join('.');
  if (length !== 16) return shownBytes(bytes.subarray(start, end));
  const groups: string[] = [];
  for (let pos = start; pos < end; pos += 2)
    groups.push(((bytes[pos]! << 8) | bytes[pos + 1]!).toString(16).toUpperCase());
  return groups.join(':');
}

function nameConstraints(bytes: Bytes, value: Element): string[] {
  return fields(bytes, value).flatMap((list) =>
    childrenOf(bytes, list).map((subtree) => {
      const base = readElement(bytes, subtree.body, subtree.end);
      return `${list.id === CONTEXT ? 'Permitted' : 'Excluded'}: ${generalName(bytes, base)}`;
    }),
  );
}

/** CRLDistributionPoints (RFC 5280, 4.2.1.13). */
function distributionPoints(bytes: Bytes, value: Element): string[] {
  return fields(bytes, value).flatMap((point) =>
    childrenOf(bytes, point).flatMap((field) => {
      if (field.id === CONTEXT) {
        return childrenOf(bytes, field).flatMap((name) =>
          name.id === CONTEXT
            ? childrenOf(bytes, name).map((one) => generalName(bytes, one))
            : [`Relative to the issuer: ${shownBytes(bytes.subarray(name.body, name.end))}`],
        );
      }
      if (field.id === CONTEXT + 1) {
        return [`Reasons: ${bitsIn(bytes, field.body + 1, field.end, REASONS).join(', ')}`];
      }
      return childrenOf(bytes, field).map((one) => `CRL Issuer: ${generalName(bytes, one)}`);
    }),
  );
}

/** CertificatePolicies (RFC 5280, 4.2.1.4). */
function policies(bytes: Bytes, value: Element): string[] {
  return fields(bytes, value).flatMap((policy) => {
    const [type, qualifiers] = childrenOf(bytes, policy);
    if (!type) throw new DerError(`a policy without its identifier at offset ${policy.start}`);
    const lines = [`Policy: ${oidName(bytes, type)}`];
    for (const qualifier of qualifiers ? childrenOf(bytes, qualifiers) : []) {
      const [kind, data] = childrenOf(bytes, qualifier);
      if (!kind || !data) continue;
      const dotted = oidOf(bytes, expectOid(bytes, kind.start, kind.next)).dotted;
      if (dotted === '1.3.6.1.5.5.7.2.1') lines.push(`CPS: ${text(bytes, data)}`);
      else if (dotted === '1.3.6.1.5.5.7.2.2') lines.push(...userNotice(bytes, data));
      else lines.push(`Qualifier: ${dotted}`);
    }
    return lines;
  });
}

function userNotice(bytes: Bytes, notice: Element): string[] {
  return fields(bytes, notice).map((part) => {
    if (part.id !== SEQUENCE) return `User Notice: ${text(bytes, part)}`;
    const [organization] = childrenOf(bytes, part);
    return `Notice Reference: ${organization ? text(bytes, organization) : 'none'}`;
  });
}

function policyMappings(bytes: Bytes, value: Element): string[] {
  return fields(bytes, value).map((mapping) => {
    const [issuer, subject] = childrenOf(bytes, mapping);
    if (!issuer || !subject) throw new DerError(`half a mapping at offset ${mapping.start}`);
    return `${oidName(bytes, issuer)} is ${oidName(bytes, subject)}`;
  });
}

/** PolicyConstraints (RFC 5280, 4.2.1.11). */
function policyConstraints(bytes: Bytes, value: Element): string[] {
  return fields(bytes, value).map((field) => {
    const count = smallInteger(bytes, { ...field, id: INTEGER });
    return `${field.id === CONTEXT ? 'Require Explicit Policy' : 'Inhibit Policy Mapping'}: ${count}`;
  });
}

/** AuthorityKeyIdentifier (RFC 5280, 4.2.1.1). */
function authorityKeyIdentifier(bytes: Bytes, value: Element): string[] {
  const lines = fields(bytes, value).flatMap((field) => {
    if (field.id === CONTEXT) return [`Key Identifier: ${octets(bytes, { ...field, id: OCTET_STRING })}`];
    if (field.id === CONTEXT + 1) {
      return childrenOf(bytes, field).map((name) => `Issuer: ${generalName(bytes, name)}`);
    }
    return [`Serial Number: ${octets(bytes, { ...field, id: OCTET_STRING })}`];
  });
  return lines.length > 0 ? lines : ['empty'];
}

/** AuthorityInfoAccess and SubjectInfoAccess (RFC 5280, 4.2.2). */
function accessDescriptions(bytes: Bytes, value: Element): string[] {
  return fields(bytes, value).map((access) => {
    const method = expectOid(bytes, access.body, access.end);
    const location = readElement(bytes, method.next, access.end);
    return `${oidOf(bytes, method).longName}: ${generalName(bytes, location)}`;
  });
}

/** SignedCertificateTimestampList (RFC 6962, 3.3): version, log, and time of each. */
function signedTimestamps(bytes: Bytes, value: Element): string[] {
  if (value.id !== OCTET_STRING) throw new DerError(`OCTET STRING expected at offset ${value.start}`);
  const lines: string[] = [];
  let pos = value.body + 2;
  while (pos + 2 <= value.end) {
    const length = (bytes[pos]! << 8) | bytes[pos + 1]!;
    const start = pos + 2;
    if (start + length > value.end || length < 41)
      throw new DerError(`a timestamp is broken at offset ${pos}`);
    let milliseconds = 0;
    for (let i = start + 33; i < start + 41; i++) milliseconds = milliseconds * 256 + bytes[i]!;
    const date = milliseconds <= 8.64e15 ? new Date(milliseconds).toISOString() : 'no date';
    lines.push(`${date}, log ${toHex(bytes, start + 1, start + 33)}`);
    pos = start + length;
  }
  return lines.length > 0 ? lines : ['empty'];
}
