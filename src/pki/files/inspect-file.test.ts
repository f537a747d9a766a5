import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asn1Tree, type Asn1Node } from '../asn1/asn1-tree.ts';
import { fixtureBlock, fixtureBytes, fixtureText, opensslFacts } from '../../testing/fixtures.ts';
import { inspectFile } from './inspect-file.ts';
import { inspectPkcs7 } from '../cms/pkcs7.ts';
import { openPkcs12 } from '../pkcs12/pkcs12-open.ts';

const kinds = async (bytes: Uint8Array<ArrayBuffer>) => (await inspectFile(bytes)).map(({ kind }) => kind);
const text = (string: string) => new TextEncoder().encode(string);

describe('what is in a file', () => {
  test.each([
    ['tenant.pem', ['certificate']],
    ['tenant.der', ['certificate']],
    ['chain.pem', ['certificate', 'certificate']],
    ['bundle.pem', ['private key', 'certificate']],
    ['tenant.key', ['private key']],
    ['tenant.pkcs1.key', ['private key']],
    ['tenant.key.der', ['private key']],
    ['pbes2-aes256-sha256.key', ['locked private key']],
    ['proc-type-des3.key', ['locked private key']],
    ['ec.key', ['private key']],
    ['tenant.csr', ['certificate request']],
    ['tenant.csr.der', ['certificate request']],
    ['tenant.pub', ['public key']],
    ['tenant.pkcs1.pub', ['public key']],
    ['tenant.p7b', ['PKCS#7 bundle', 'certificate']],
    ['tenant.p12', ['locked PKCS#12']],
    ['samples/screen-recording-encryption.json', ['certificate']],
  ])('%s', async (file, expected) => {
    expect(await kinds(fixtureBytes(file))).toEqual(expected);
  });

  test('a certificate, its request, its key and its public key have the same key id, and nobody else', async () => {
    const ids = await Promise.all(
      [
        'tenant.pem',
        'tenant.csr',
        'tenant.key',
        'tenant.pkcs1.key',
        'tenant.pub',
        'tenant.pkcs1.pub',
        'other.key',
      ].map(async (file) => {
        const [found] = await inspectFile(fixtureBytes(file));
        return found && 'keyId' in found ? found.keyId : undefined;
      }),
    );
    const [first, ...rest] = ids;
    expect(first).toMatch(/^[0-9A-F]{64}$/);
    expect(rest.slice(0, -1).every((id) => id === first)).toBe(true);
    expect(rest.at(-1)).not.toBe(first);
  });

  test('nothing of a private key but its outside is answered', async () => {
    const [found] = await inspectFile(fixtureBytes('tenant.key'));
    expect(found).toEqual({
      kind: 'private key',
      label: 'PRIVATE KEY',
      keyId: expect.any(String),
      facts: { format: 'PKCS#8', encryption: undefined, algorithm: 'RSA', bits: 2048 },
    });
  });

  test('certificates cross to another thread with all that they say', async () => {
    const [found] = await inspectFile(fixtureBytes('extensions.pem'));
    expect(structuredClone(found)).toEqual(found);
    expect(found?.kind === 'certificate' && found.facts.extensions.length).toBeGreaterThan(3);
  });

  test.each([
    ['', 'empty_file'],
    ['  \n', 'empty_file'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n', 'pem_incomplete'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'not_a_certificate'],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'not_a_private_key'],
    ['-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n', 'not_pkcs7'],
  ])('damage is said: %j', async (content, code) => {
    expect(await inspectFile(text(content))).toMatchObject([{ kind: 'damaged', error: { code } }]);
  });

  test('unknown things are said to be unknown', async () => {
    const ssh = '-----BEGIN SSH2 PUBLIC THING-----\nMAA=\n-----END SSH2 PUBLIC THING-----\n';
    expect(await kinds(text(`${ssh}${fixtureText('tenant.pem')}`))).toEqual(['unknown', 'certificate']);
    expect(await kinds(text('hello'))).toEqual(['unknown']);
    expect(await kinds(Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05))).toEqual(['unknown']);
  });
});

describe('a session-key envelope of a recording', () => {
  test('names its recipient by issuer and serial number, and holds no media', () => {
    const pem = readFileSync(join(import.meta.dirname, '../../tenant/fixtures/recorded.p7.pem'), 'utf8');
    return expect(inspectFile(text(pem))).resolves.toMatchObject([
      {
        kind: 'session-key envelope',
        facts: {
          version: 0,
          contentType: 'pkcs7-data',
          cipher: 'AES-256-CBC',
          contentBytes: undefined,
          otherRecipients: [],
          recipients: [
            {
              by: 'issuer and serial number',
              issuer: { encodedOrder: 'C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa' },
              serialNumber: { hex: '0A', decimal: '10' },
              keyTransport: 'rsaEncryption',
            },
          ],
        },
      },
    ]);
  });

  test('any cut of a message is refused, and nothing is thrown', () => {
    const { bytes } = fixtureBlock('tenant.p7b');
    for (let length = 0; length < bytes.length; length += 7)
      expect(inspectPkcs7(bytes.slice(0, length)).ok).toBe(false);
  });
});

describe('PKCS#12', () => {
  test('opens with its password, and not with another', async () => {
    const opened = await openPkcs12(fixtureBytes('tenant.p12'), opensslFacts.password);
    expect(opened).toMatchObject({
      ok: true,
      value: { privateKeys: [{ key: { ok: true, value: { bits: 2048 } } }], other: [] },
    });
    expect(opened.ok && opened.value.certificates.map(({ der }) => der)).toEqual([
      fixtureBlock('tenant.pem').bytes,
    ]);
    expect(await openPkcs12(fixtureBytes('tenant.p12'), 'wrong')).toEqual({
      ok: false,
      error: { code: 'wrong_password' },
    });
    expect(await openPkcs12(fixtureBytes('tenant.p12'), '')).toEqual({
      ok: false,
      error: { code: 'wrong_password' },
    });
  });

  test('what is broken is refused, and nothing is thrown', async () => {
    const bytes = fixtureBytes('tenant.p12');
    for (let length = 1; length < bytes.length; length += 97) {
      expect(await openPkcs12(bytes.slice(0, length), 'x')).toMatchObject({
        ok: false,
        error: { code: 'not_pkcs12' },
      });
    }
  });
});

describe('the ASN.1 tree', () => {
  const flat = (nodes: Asn1Node[]): Asn1Node[] =>
    nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);

  test('has offsets, lengths and values, and looks into strings', () => {
    const { bytes } = fixtureBlock('tenant.pem');
    const nodes = flat(asn1Tree(bytes));
    expect(nodes[0]).toMatchObject({
      offset: 0,
      headerLength: 4,
      length: bytes.length - 4,
      type: 'SEQUENCE',
    });
    expect(nodes.map(({ value }) => value)).toContain('commonName (2.5.4.3)');
    expect(nodes.some(({ type, encapsulates }) => type === 'BIT STRING' && encapsulates)).toBe(true);
    for (const { offset, headerLength, length } of nodes)
      expect(offset + headerLength + length).toBeLessThanOrEqual(bytes.length);
  });

  test('says what is broken in its place', () => {
    expect(asn1Tree(Uint8Array.of(0x30, 0x05, 0x02, 0x01, 0x07, 0x04, 0x09))).toMatchObject([
      { type: 'SEQUENCE', children: [{ type: 'INTEGER', value: '7' }, { type: 'Cannot be read' }] },
    ]);
  });

  test('does not descend for ever', () => {
    const deep = new Uint8Array(4000);
    for (let i = 0; i < 2000; i++) deep.set([0x30, 0x80], i * 2);
    expect(() => asn1Tree(deep)).not.toThrow();
  });
});
