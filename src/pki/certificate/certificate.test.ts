import { createHash, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { fromBER } from 'asn1js';
import type { Bytes } from '../asn1/asn1.ts';
import { Certificate } from 'pkijs';
import { describe, expect, it, test } from 'vitest';
import { fingerprints, inspectCertificate, verifiesItself } from './certificate.ts';
import {
  bitString,
  concat,
  encode,
  nullValue,
  octetString,
  oid,
  sequence,
  unsignedInteger,
} from '../../testing/der.ts';
import { fixtureBlock, fixtureCertificate, opensslFacts, valueOf } from '../../testing/fixtures.ts';
import { encodePem, readPem } from '../pem/pem.ts';
import { BAD_TIME } from '../asn1/time.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

/** A small certificate built from the given parts; the others have ordinary values. */
function build(parts: {
  version?: Uint8Array;
  serial?: Uint8Array;
  notBefore?: Uint8Array;
  notAfter?: Uint8Array;
  subject?: Uint8Array;
  extensions?: Uint8Array;
}) {
  const algorithm = sequence(oid('1.2.840.113549.1.1.11'), nullValue());
  const name = sequence(encode(0x31, sequence(oid('2.5.4.3'), encode(12, ascii('test')))));
  const key = sequence(
    unsignedInteger(new Uint8Array(64).fill(0xc5)),
    unsignedInteger(Uint8Array.of(1, 0, 1)),
  );
  const tbs = sequence(
    parts.version ?? encode(0xa0, encode(2, Uint8Array.of(2))),
    parts.serial ?? encode(2, Uint8Array.of(1)),
    algorithm,
    name,
    sequence(
      parts.notBefore ?? encode(23, ascii('260101000000Z')),
      parts.notAfter ?? encode(23, ascii('360101000000Z')),
    ),
    parts.subject ?? name,
    sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue()), bitString(key)),
    parts.extensions ?? new Uint8Array(0),
  );
  return sequence(tbs, algorithm, bitString(Uint8Array.of(1, 2, 3)));
}

describe('what OpenSSL says of its own files', () => {
  test.each(Object.entries(opensslFacts.certificates))('%s', async (file, openssl) => {
    const facts = fixtureCertificate(file);
    expect({
      subject: facts.subject.rfc2253,
      issuer: facts.issuer.rfc2253,
      serial: facts.serialNumber.hex,
      notBefore: facts.notBefore,
      notAfter: facts.notAfter,
      keyAlgorithm: facts.publicKey.algorithm === 'RSA' ? 'rsaEncryption' : facts.publicKey.algorithm,
      ...(openssl.bits === undefined ? {} : { bits: facts.publicKey.bits }),
      signatureAlgorithm: facts.signatureAlgorithm,
      ...(await fingerprints(facts.der)),
    }).toEqual(openssl);
    expect(BigInt(facts.serialNumber.decimal)).toBe(
      BigInt(`0x${openssl.serial.replace('-', '')}`) * (openssl.serial.startsWith('-') ? -1n : 1n),
    );
  });
});

describe('what Node and pkijs say of the roots that Node trusts', () => {
  const roots = rootCertificates.map((pem) => readPem(pem)[0]!.bytes);

  it('reads all of them, as Node does', () => {
    for (const der of roots) {
      const facts = valueOf(inspectCertificate(der));
      const node = new X509Certificate(der);
      expect(facts.serialNumber.hex).toBe(node.serialNumber.padStart(2, '0'));
      expect(facts.notAfter).toBe(node.validToDate.toISOString().replace('.000', ''));
      expect(facts.publicKey.bits).toBe(
        node.publicKey.asymmetricKeyDetails?.modulusLength ?? (facts.publicKey.bits as number),
      );
      expect(facts.publicKey.spki).toEqual(
        new Uint8Array(node.publicKey.export({ type: 'spki', format: 'der' })),
      );
      expect(facts.der).toEqual(der);
      // `der` is a view: the bytes were not copied.
      expect(facts.der.buffer).toBe(der.buffer);
    }
  });

  it('finds the same fields as pkijs', () => {
    for (const der of roots) {
      const facts = valueOf(inspectCertificate(der));
      const judge = Certificate.fromBER(der);
      expect(BigInt(facts.serialNumber.decimal)).toBe(judge.serialNumber.toBigInt());
      expect(facts.subject.der).toEqual(new Uint8Array(judge.subject.toSchema().toBER()));
      expect(facts.subject.rdns.flat().map(({ oid }) => oid)).toEqual(
        judge.subject.typesAndValues.map(({ type }) => type),
      );
      expect(facts.subject.rdns.flat().map(({ value }) => value)).toEqual(
        judge.subject.typesAndValues.map(({ value }) => value.valueBlock.value),
      );
      expect(facts.notBefore).toBe(judge.notBefore.value.toISOString().replace('.000', ''));
      expect(facts.extensions.map(({ oid, critical }) => ({ oid, critical }))).toEqual(
        judge.extensions?.map(({ extnID, critical }) => ({ oid: extnID, critical })) ?? [],
      );
      expect(facts.version).toBe(judge.version + 1);
    }
  });

  it('has words for every extension in them', () => {
    const unread = roots
      .flatMap((der) => valueOf(inspectCertificate(der)).extensions)
      .filter(({ lines }) => lines.length === 0 || lines.some((line) => line.startsWith('Cannot be read')));
    expect(unread).toEqual([]);
  });
});

describe('serial numbers', () => {
  test.each([
    [[0], '00', '0'],
    [[0x7f], '7F', '127'],
    [[0, 0x80], '80', '128'],
    [[0x80], '-80', '-128'],
    [[0xff], '-01', '-1'],
    [[0xff, 0x7f], '-81', '-129'],
    [[0xff, 0], '-0100', '-256'],
    [[0x0a], '0A', '10'],
  ])('%j', (bytes, hex, decimal) => {
    const facts = valueOf(inspectCertificate(build({ serial: encode(2, Uint8Array.from(bytes)) })));
    expect(facts.serialNumber).toEqual({ hex, decimal });
  });

  test.each([[[]], [[0, 1]], [[0xff, 0x80]]])('refuses %j', (bytes) => {
    expect(inspectCertificate(build({ serial: encode(2, Uint8Array.from(bytes)) })).ok).toBe(false);
  });
});

describe('dates', () => {
  test.each([
    [23, '491231235959Z', '2049-12-31T23:59:59Z'],
    [23, '500101000000Z', '1950-01-01T00:00:00Z'],
    [23, '240229120000Z', '2024-02-29T12:00:00Z'],
    [23, '230229120000Z', BAD_TIME],
    [23, '261301000000Z', BAD_TIME],
    [23, '260101240000Z', BAD_TIME],
    [23, '260101000060Z', BAD_TIME],
    [23, '260101000000+0130', '2025-12-31T22:30:00Z'],
    [23, '260101000000-1200', '2026-01-01T12:00:00Z'],
    [23, '260101000000-1300', BAD_TIME],
    [23, '2601010000+0000', '2026-01-01T00:00:00Z'],
    [23, '260101000000Zx', BAD_TIME],
    [24, '99991231235959Z', '9999-12-31T23:59:59Z'],
    [24, '00000101000000Z', '0000-01-01T00:00:00Z'],
    [24, '20571201060708.999Z', '2057-12-01T06:07:08.999Z'],
    [24, '20571201060708.Z', BAD_TIME],
    [24, '19000229000000Z', BAD_TIME],
    [24, '20000229000000Z', '2000-02-29T00:00:00Z'],
    [24, '99991231235959-0100', BAD_TIME],
  ])('%i %s', (tag, text, expected) => {
    expect(valueOf(inspectCertificate(build({ notAfter: encode(tag, ascii(text)) }))).notAfter).toBe(
      expected,
    );
  });

  test.each([
    [23, '2601010000Z'],
    [24, '202601010000Z'],
    [4, '260101000000Z'],
  ])('refuses %i %s', (tag, text) => {
    expect(inspectCertificate(build({ notBefore: encode(tag, ascii(text)) })).ok).toBe(false);
  });
});

describe('encodings', () => {
  it('leaves out what follows the certificate', () => {
    const { bytes } = fixtureBlock('tenant.pem');
    const facts = valueOf(inspectCertificate(concat(bytes, Uint8Array.of(1, 2, 3))));
    expect(facts.der).toEqual(bytes);
  });

  test.each<[string, (bytes: Bytes) => Bytes]>([
    [
      'an indefinite length',
      (bytes) => concat(Uint8Array.of(0x30, 0x80), bytes.subarray(4), Uint8Array.of(0, 0)),
    ],
    ['a length that could be shorter', (bytes) => concat(Uint8Array.of(0x30, 0x83, 0), bytes.subarray(2))],
    ['a constructed string', (bytes) => concat(sequence(encode(0x24, octetString(bytes))), bytes)],
  ])('refuses BER by name: %s', (rule, write) => {
    const answer = inspectCertificate(write(fixtureBlock('tenant.pem').bytes));
    expect(answer).toEqual({
      ok: false,
      error: { code: 'not_der', detail: expect.stringContaining(rule) as string },
    });
  });

  it('takes version numbers that do not exist, and says so', () => {
    const facts = inspectCertificate(build({ version: encode(0xa0, encode(2, Uint8Array.of(0x4d))) }));
    expect(valueOf(facts).version).toBe(0);
    expect(valueOf(inspectCertificate(build({ version: new Uint8Array(0) }))).version).toBe(1);
  });

  it('reads names without a common name', () => {
    const facts = valueOf(inspectCertificate(build({ subject: sequence() })));
    expect(facts.subject).toMatchObject({ rfc2253: '', encodedOrder: '', commonName: undefined, rdns: [] });
    expect(facts.selfIssued).toBe(false);
  });

  it('is a file that asn1js takes too', () => {
    expect(fromBER(build({})).result.error).toBe('');
  });
});

describe('extensions in words', () => {
  it('says everything', () => {
    const facts = fixtureCertificate('extensions.pem');
    const words = Object.fromEntries(
      facts.extensions
        .filter(({ name }) => !name.endsWith('Key Identifier'))
        .map(({ name, critical, lines }) => [name + (critical ? ', critical' : ''), lines]),
    );
    expect(words).toEqual({
      'Basic Constraints, critical': ['Certificate authority: yes', 'Path length: at most 2'],
      'Key Usage, critical': [
        'Digital Signature',
        'Key Encipherment',
        'Data Encipherment',
        'Certificate Sign',
      ],
      'Extended Key Usage': [
        'TLS Web Server Authentication (1.3.6.1.5.5.7.3.1)',
        'TLS Web Client Authentication (1.3.6.1.5.5.7.3.2)',
        '1.2.3.4',
      ],
      'Subject Alternative Name': [
        'DNS: recorder.example.com',
        'IP Address: 192.0.2.7',
        'IP Address: 2001:DB8:0:0:0:0:0:1',
        'Email: a@example.com',
        'URI: https://example.com/',
        'Registered ID: 1.2.3.4',
        'Directory Name: CN=other',
        'Other Name: 1.2.3.4: other',
      ],
      'Issuer Alternative Name': ['DNS: issuer.example.com'],
      'CRL Distribution Points': ['URI: http://example.com/a.crl'],
      'Authority Information Access': [
        'OCSP: URI: http://ocsp.example.com/',
        'CA Issuers: URI: http://example.com/ca.crt',
      ],
      'Certificate Policies': [
        'Policy: 1.2.3.4',
        'Policy: 1.3.5.8',
        'CPS: http://example.com/cps',
        'User Notice: A notice',
      ],
      'Name Constraints': ['Permitted: DNS: example.com', 'Excluded: IP Address: 192.0.2.0/255.255.255.0'],
      'Policy Constraints': ['Require Explicit Policy: 3'],
      'Inhibit Any Policy': ['Skip Certificates: 2'],
      'TLS Feature': ['OCSP Must-Staple (status_request)'],
      'Netscape Comment': ['made for tests'],
      'Netscape Certificate Type': ['SSL Client', 'S/MIME'],
      '1.2.3.4.5.6': ['04:03:01:02:03'],
    });
    const keyIdentifiers = facts.extensions.filter(({ name }) => name.endsWith('Key Identifier'));
    const spkiBits = facts.publicKey.spki.subarray(24);
    const sha1 = createHash('sha1').update(spkiBits).digest('hex').toUpperCase().match(/../g)!.join(':');
    expect(keyIdentifiers.map(({ lines }) => lines[0])).toEqual([sha1, `Key Identifier: ${sha1}`]);
  });

  it('shows the bytes of a broken one', () => {
    const extension = sequence(oid('2.5.29.19'), octetString(Uint8Array.of(0x30, 5, 1)));
    const facts = valueOf(inspectCertificate(build({ extensions: encode(0xa3, sequence(extension)) })));
    expect(facts.extensions).toEqual([
      {
        oid: '2.5.29.19',
        name: 'Basic Constraints',
        critical: false,
        lines: [
          expect.stringMatching(/^Cannot be read \(a length runs past the end at offset \d+\)$/),
          '30:05:01',
        ],
      },
    ]);
  });
});

describe('verifiesItself', () => {
  test.each([
    ['tenant.pem', 'yes'],
    ['rsa512.pem', 'yes'],
    ['rsa4096.pem', 'yes'],
    ['rsa8192.pem', 'yes'],
    ['pss-signed.pem', 'yes'],
    ['pss-marked.pem', 'yes'],
    ['ec.pem', 'yes'],
    ['ec384.pem', 'yes'],
    ['ed25519.pem', 'cannot say'],
    ['md5-signed.pem', 'cannot say'],
    ['signed-by-other.pem', 'no'],
    ['samples/gir-qa-certificate.pem', 'no'],
  ])('%s: %s', async (file, answer) => {
    expect(await verifiesItself(fixtureCertificate(file))).toBe(answer);
  });

  it('notices a changed signature', async () => {
    const { bytes } = fixtureBlock('tenant.pem');
    const changed = bytes.slice();
    changed[changed.length - 1]! ^= 1;
    expect(await verifiesItself(valueOf(inspectCertificate(changed)))).toBe('no');
  });
});

test('a certificate survives being written as PEM', () => {
  const { bytes } = fixtureBlock('tenant.pem');
  expect(readPem(encodePem('CERTIFICATE', bytes, '\r\n'))[0]!.bytes).toEqual(bytes);
});
