import { describe, expect, it, test } from 'vitest';
import { readCertificateFile, readPrivateKeyFile, MAX_FILE_BYTES, sortFile } from './files.ts';
import { fixtureBytes, fixtureText } from '../../testing/fixtures.ts';
import { encodePem } from '../pem/pem.ts';
import type { Result } from '../result.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const answer = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);

describe('files of OpenSSL in either slot', () => {
  test.each([
    ['tenant.pem', 'ok', 'certificate_not_private_key'],
    ['tenant.trusted.pem', 'ok', 'certificate_not_private_key'],
    ['tenant.text.pem', 'ok', 'certificate_not_private_key'],
    ['signed-by-other.pem', 'ok', 'certificate_not_private_key'],
    ['ec.pem', 'ok', 'certificate_not_private_key'],
    ['chain.pem', 'several_certificates', 'certificate_not_private_key'],
    ['bundle.pem', 'ok', 'ok'],
    ['tenant.key', 'private_key_not_certificate', 'ok'],
    ['tenant.pkcs1.key', 'private_key_not_certificate', 'ok'],
    ['ec.sec1.key', 'private_key_not_certificate', 'ok'],
    ['pbes2-aes256-sha256.key', 'private_key_not_certificate', 'ok'],
    ['proc-type-des3.key', 'private_key_not_certificate', 'legacy_encryption'],
    ['two-keys.pem', 'private_key_not_certificate', 'several_private_keys'],
    ['tenant.der', 'der_not_pem', 'certificate_not_private_key'],
    ['tenant.key.der', 'private_key_not_certificate', 'der_not_pem'],
    ['tenant.p12', 'pkcs12_not_pem', 'pkcs12_not_pem'],
    ['tenant.csr', 'certificate_request_not_certificate', 'not_a_private_key'],
    ['tenant.csr.der', 'certificate_request_not_certificate', 'not_a_private_key'],
    ['tenant.pub', 'public_key_not_certificate', 'public_key_not_private_key'],
    ['tenant.pkcs1.pub', 'public_key_not_certificate', 'public_key_not_private_key'],
    ['tenant.p7b', 'pkcs7_not_pem', 'pkcs7_not_pem'],
    ['other-programs/gpgsm.p12.pem', 'pkcs12_not_pem', 'pkcs12_not_pem'],
    ['other-programs/openssl-stream.cms.pem', 'pkcs7_not_pem', 'pkcs7_not_pem'],
    ['facts.json', 'not_pem', 'not_pem'],
  ])('%s: %s, %s', (file, certificate, key) => {
    const bytes = fixtureBytes(file);
    expect(answer(readCertificateFile(bytes))).toBe(certificate);
    expect(answer(readPrivateKeyFile(bytes))).toBe(key);
  });
});

describe('files as they come', () => {
  const pem = fixtureText('tenant.pem');
  test.each([
    ['CRLF', bytesOf(pem.replaceAll('\n', '\r\n'))],
    ['CR', bytesOf(pem.replaceAll('\n', '\r'))],
    ['a byte order mark', bytesOf(`\ufeff${pem}`)],
    ['UTF-16', new Uint8Array(Uint16Array.from(`\ufeff${pem}`, (c) => c.charCodeAt(0)).buffer)],
    ['X509 CERTIFICATE', bytesOf(pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'))],
    ['Latin-1 text before', new Uint8Array([0xe4, 0x0a, ...bytesOf(pem)])],
  ])('%s', (_, bytes) => {
    const file = readCertificateFile(bytes);
    expect(file).toMatchObject({ ok: true, value: { subject: { commonName: 'Genesys Recording' } } });
  });

  test.each([
    ['empty', new Uint8Array(0), 'empty_file'],
    ['blank', bytesOf(' \r\n\n'), 'empty_file'],
    ['large', new Uint8Array(MAX_FILE_BYTES + 1), 'file_too_large'],
    ['garbage', bytesOf('hello'), 'not_pem'],
    ['no END', bytesOf(pem.slice(0, 900)), 'pem_incomplete'],
    ['broken base64', bytesOf(pem.replace('MII', '*II')), 'pem_incomplete'],
    ['another thing inside', bytesOf(encodePem('CERTIFICATE', bytesOf('hello'))), 'not_a_certificate'],
    [
      'a key inside',
      bytesOf(encodePem('CERTIFICATE', fixtureBytes('tenant.key.der'))),
      'private_key_not_certificate',
    ],
    ['a CRL', bytesOf('-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----'), 'not_a_certificate'],
  ])('%s', (_, bytes, code) => {
    expect(answer(readCertificateFile(bytes))).toBe(code);
  });

  it('refuses a certificate whose dates are none', () => {
    const der = fixtureBytes('tenant.der');
    const at = Buffer.from(der).indexOf('Z', Buffer.from(der).indexOf('Genesys')) - 12;
    der.set(bytesOf('269999'), at);
    expect(readCertificateFile(bytesOf(encodePem('CERTIFICATE', der)))).toEqual({
      ok: false,
      error: { code: 'not_a_certificate', detail: 'notBefore is not a date' },
    });
  });
});

describe('sorting a drop', () => {
  test.each([
    ['tenant.pem', true, false],
    ['tenant.key', false, true],
    ['bundle.pem', true, true],
    ['tenant.der', true, false],
    ['tenant.key.der', false, true],
    ['proc-type-aes128.key', false, true],
    ['tenant.p12', true, true],
    ['other-programs/gpgsm.p12.pem', true, true],
    ['tenant.p7b', true, false],
    ['tenant.csr', false, false],
    ['facts.json', false, false],
  ])('%s', (file, certificate, privateKey) => {
    expect(sortFile(fixtureBytes(file))).toEqual({ certificate, privateKey });
  });
});
