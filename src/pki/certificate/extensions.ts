/**
 * Certificate extensions (RFC 5280, 4.2) as readable text, one line a fact. What cannot be read is shown as bytes,
 * never dropped.
 */
import type { IA5String, Integer, OctetString } from 'asn1js';
import {
  AltName,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CRLDistributionPoints,
  ExtensionValueFactory,
  ExtKeyUsage,
  InfoAccess,
  NameConstraints,
  PolicyConstraints,
  PolicyMappings,
  PrivateKeyUsagePeriod,
  SignedCertificateTimestampList,
  type DistributionPoint,
  type Extension,
  type GeneralName,
  type PolicyInformation,
} from 'pkijs';
import {
  Asn1Error,
  bitsOf,
  bytesOf,
  childrenOf,
  contentsOf,
  dottedOf,
  fieldsOf,
  isTag,
  octetsOf,
  parseDer,
  smallInteger,
  structure,
  tags,
  type Block,
  type Bytes,
} from '../asn1/asn1.ts';
import type { ExtensionFacts } from './facts.ts';
import { shownHex, toHex } from '../asn1/hex.ts';
import { decodeText, readName } from './name.ts';
import { namesOf, objectText } from '../asn1/object-names.ts';

/** Most bytes that are shown of an extension for which there is no readable text. */
const MAX_SHOWN_BYTES = 64;
const MAX_LINES = 500;

/** An extension that pkijs has read, as readable text. */
export function describeExtension(extension: Extension): ExtensionFacts {
  const { extnID, critical } = extension;
  const bytes = octetsOf(extension.extnValue);
  const known = WORDS[extnID];
  const facts = { oid: extnID, name: known?.name ?? namesOf(extnID).longName, critical };
  if (!known) return { ...facts, lines: [shownBytes(bytes)] };
  try {
    // pkijs's own `parsedValue` parses without limits. So the value is parsed here, within the limits, and given to
    // pkijs's class.
    const block = parseDer(bytes);
    const type = ExtensionValueFactory.find(extnID)?.type;
    const value: unknown = type ? structure(type, block) : block;
    return { ...facts, lines: known.lines(value).slice(0, MAX_LINES) };
  } catch (error) {
    // pkijs does not report what is missing in a broken value; reading a missing part then throws. So any exception
    // here means that the value is broken.
    const why = error instanceof Asn1Error ? error.message : 'not the structure that it should have';
    return { ...facts, lines: [`Cannot be read (${why})`, shownBytes(bytes)] };
  }
}

const shownBytes = (bytes: Bytes): string =>
  bytes.length === 0 ? 'empty' : shownHex(bytes, MAX_SHOWN_BYTES);

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

/** How to describe one kind of extension. `value` is an object of a pkijs class, or the bare block. */
interface Words {
  name: string;
  lines: (value: unknown) => string[];
}

/** Describes the values of one pkijs class. Any other value is one that pkijs could not read. */
function words<Value>(
  name: string,
  type: abstract new (...parameters: never[]) => Value,
  lines: (value: Value) => string[],
): Words {
  return {
    name,
    lines: (value) => {
      if (value instanceof type) return lines(value);
      throw new Asn1Error('not the structure that it should have');
    },
  };
}

/** Describes the extensions that are a single simple value, which pkijs does not turn into a class. */
const bare = (name: string, lines: (value: Block) => string[]): Words => ({
  name,
  lines: (value) => lines(value as Block),
});

/** A line for a part that may be missing. */
const said = (name: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [`${name}: ${value}`];

const WORDS: Record<string, Words> = {
  '2.5.29.14': bare('Subject Key Identifier', (value) => [shownBytes(octetsOf(value))]),
  '2.5.29.15': bare('Key Usage', (value) => namedBits(bitsOf(value), KEY_USAGES)),
  '2.5.29.16': words('Private Key Usage Period', PrivateKeyUsagePeriod, ({ notBefore, notAfter }) => [
    ...said('Not Before', notBefore && isoSeconds(notBefore)),
    ...said('Not After', notAfter && isoSeconds(notAfter)),
  ]),
  '2.5.29.17': words('Subject Alternative Name', AltName, ({ altNames }) => altNames.map(generalName)),
  '2.5.29.18': words('Issuer Alternative Name', AltName, ({ altNames }) => altNames.map(generalName)),
  '2.5.29.19': words('Basic Constraints', BasicConstraints, ({ cA, pathLenConstraint: most }) => [
    cA ? 'Certificate authority: yes' : 'Certificate authority: no',
    ...said(
      'Path length',
      most === undefined ? undefined : `at most ${typeof most === 'number' ? most : decimal(most)}`,
    ),
  ]),
  '2.5.29.30': words('Name Constraints', NameConstraints, ({ permittedSubtrees, excludedSubtrees }) => [
    ...(permittedSubtrees ?? []).map(({ base }) => `Permitted: ${generalName(base)}`),
    ...(excludedSubtrees ?? []).map(({ base }) => `Excluded: ${generalName(base)}`),
  ]),
  '2.5.29.31': words('CRL Distribution Points', CRLDistributionPoints, distributionPoints),
  '2.5.29.32': words('Certificate Policies', CertificatePolicies, ({ certificatePolicies }) =>
    certificatePolicies.flatMap(policy),
  ),
  '2.5.29.33': words('Policy Mappings', PolicyMappings, ({ mappings }) =>
    mappings.map(
      ({ issuerDomainPolicy, subjectDomainPolicy }) =>
        `${objectText(issuerDomainPolicy)} is ${objectText(subjectDomainPolicy)}`,
    ),
  ),
  '2.5.29.35': words('Authority Key Identifier', AuthorityKeyIdentifier, authorityKeyIdentifier),
  '2.5.29.36': words('Policy Constraints', PolicyConstraints, (value) => [
    ...said('Require Explicit Policy', value.requireExplicitPolicy),
    ...said('Inhibit Policy Mapping', value.inhibitPolicyMapping),
  ]),
  '2.5.29.37': words('Extended Key Usage', ExtKeyUsage, ({ keyPurposes }) => keyPurposes.map(objectText)),
  '2.5.29.46': words('Freshest CRL', CRLDistributionPoints, distributionPoints),
  '2.5.29.54': bare('Inhibit Any Policy', (value) => [`Skip Certificates: ${smallInteger(value)}`]),
  '1.3.6.1.5.5.7.1.1': words('Authority Information Access', InfoAccess, accessDescriptions),
  '1.3.6.1.5.5.7.1.11': words('Subject Information Access', InfoAccess, accessDescriptions),
  '1.3.6.1.5.5.7.1.24': bare('TLS Feature', (value) =>
    fieldsOf(value).map((field) => {
      const feature = smallInteger(field);
      return feature === 5 ? 'OCSP Must-Staple (status_request)' : `Feature ${feature}`;
    }),
  ),
  '1.3.6.1.5.5.7.48.1.5': bare('OCSP No Check', () => ['Present']),
  '1.3.6.1.4.1.11129.2.4.2': words(
    'Certificate Transparency: signed timestamps',
    SignedCertificateTimestampList,
    ({ timestamps }) =>
      timestamps.map(
        ({ timestamp, logID }) => `${timestamp.toISOString()}, log ${toHex(new Uint8Array(logID))}`,
      ),
  ),
  '1.3.6.1.4.1.11129.2.4.3': bare('Certificate Transparency: poison (not a certificate for use)', () => [
    'Present',
  ]),
  '2.16.840.1.113730.1.1': bare('Netscape Certificate Type', (value) =>
    namedBits(bitsOf(value), NETSCAPE_TYPES),
  ),
  '2.16.840.1.113730.1.13': bare('Netscape Comment', (value) => [text(value)]),
};

const isoSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
const decimal = (value: Integer): string => String(smallInteger(value));

const text = (value: Block): string => decodeText(value) ?? shownBytes(contentsOf(value));

function namedBits(bytes: Bytes, names: string[]): string[] {
  const lines: string[] = [];
  for (let bit = 0; bit < Math.min(bytes.length * 8, 64); bit++) {
    if ((bytes[bit >> 3]! >> (7 - (bit & 7))) & 1) lines.push(names[bit] ?? `Bit ${bit}`);
  }
  return lines.length > 0 ? lines : ['none'];
}

/** GeneralName (RFC 5280, 4.2.1.6). pkijs uses a different type for the value of each kind. */
function generalName({ type, value }: GeneralName): string {
  switch (type) {
    case 0: {
      const [kind, tagged] = childrenOf(value as Block);
      const inner = tagged && childrenOf(tagged)[0];
      return `Other Name: ${kind ? objectText(dottedOf(kind)) : 'of no kind'}: ${inner ? text(inner) : 'no value'}`;
    }
    case 1:
      return `Email: ${value as string}`;
    case 2:
      return `DNS: ${value as string}`;
    case 4: {
      // pkijs has flattened the name, so it is read again from its bytes.
      const { valueBeforeDecode } = value as { valueBeforeDecode: ArrayBuffer };
      return `Directory Name: ${readName(parseDer(new Uint8Array(valueBeforeDecode))).readable}`;
    }
    case 6:
      return `URI: ${value as string}`;
    case 7:
      return `IP Address: ${ipAddress(viewOf(value as OctetString))}`;
    case 8:
      return `Registered ID: ${objectText(value as string)}`;
    default:
      return `Unknown kind of name: ${shownBytes(bytesOf(value as Block))}`;
  }
}

/** 4 bytes (IPv4) or 16 (IPv6); twice as many for an address with a mask (RFC 5280, 4.2.1.10). */
function ipAddress(bytes: Bytes): string {
  if (bytes.length === 8 || bytes.length === 32) {
    const middle = bytes.length / 2;
    return `${ipAddress(bytes.subarray(0, middle))}/${ipAddress(bytes.subarray(middle))}`;
  }
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return shownBytes(bytes);
  const groups: string[] = [];
  for (let pos = 0; pos < 16; pos += 2) {
    groups.push(((bytes[pos]! << 8) | bytes[pos + 1]!).toString(16).toUpperCase());
  }
  return groups.join(':');
}

/** CRLDistributionPoints (RFC 5280, 4.2.1.13). */
function distributionPoints(value: CRLDistributionPoints): string[] {
  return value.distributionPoints.flatMap(distributionPointLines);
}

function distributionPointLines({ distributionPoint, reasons, cRLIssuer }: DistributionPoint): string[] {
  return [
    ...(Array.isArray(distributionPoint)
      ? distributionPoint.map(generalName)
      : distributionPoint
        ? ['Relative to the issuer']
        : []),
    ...(reasons ? [`Reasons: ${namedBits(viewOf(reasons), REASONS).join(', ')}`] : []),
    ...(cRLIssuer ?? []).map((name) => `CRL Issuer: ${generalName(name)}`),
  ];
}

/** PolicyInformation (RFC 5280, 4.2.1.4). */
function policy({ policyIdentifier, policyQualifiers }: PolicyInformation): string[] {
  return [
    `Policy: ${objectText(policyIdentifier)}`,
    ...(policyQualifiers ?? []).flatMap(({ policyQualifierId, qualifier }) => {
      if (policyQualifierId === '1.3.6.1.5.5.7.2.1') return [`CPS: ${text(qualifier as IA5String)}`];
      if (policyQualifierId === '1.3.6.1.5.5.7.2.2') return userNotice(qualifier as Block);
      return [`Qualifier: ${policyQualifierId}`];
    }),
  ];
}

function userNotice(notice: Block): string[] {
  return fieldsOf(notice).map((part) => {
    if (!isTag(part, tags.SEQUENCE)) return `User Notice: ${text(part)}`;
    const [organization] = childrenOf(part);
    return `Notice Reference: ${organization ? text(organization) : 'none'}`;
  });
}

/** AuthorityKeyIdentifier (RFC 5280, 4.2.1.1). */
function authorityKeyIdentifier(value: AuthorityKeyIdentifier): string[] {
  const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } = value;
  const lines = [
    ...said('Key Identifier', keyIdentifier && shownBytes(viewOf(keyIdentifier))),
    ...(authorityCertIssuer ?? []).map((name) => `Issuer: ${generalName(name)}`),
    ...said('Serial Number', authorityCertSerialNumber && shownBytes(viewOf(authorityCertSerialNumber))),
  ];
  return lines.length > 0 ? lines : ['empty'];
}

/** The contents of an implicitly tagged value that pkijs has read. */
const viewOf = ({ valueBlock }: { valueBlock: { valueHexView: Uint8Array } }): Bytes =>
  new Uint8Array(valueBlock.valueHexView);

/** AuthorityInfoAccess and SubjectInfoAccess (RFC 5280, 4.2.2). */
function accessDescriptions({ accessDescriptions: all }: InfoAccess): string[] {
  return all.map(
    ({ accessMethod, accessLocation }) => `${namesOf(accessMethod).longName}: ${generalName(accessLocation)}`,
  );
}
