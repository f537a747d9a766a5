import { expect, test } from 'vitest';
import { recorderAlias } from './alias.ts';
import { inspectCertificate } from './certificate.ts';
import { fixtureCertificate, fixtureText, valueOf } from '../../testing/fixtures.ts';
import { encodePem, readPem } from '../pem/pem.ts';

const captured = JSON.parse(fixtureText('samples/screen-recording-encryption.json')) as {
  settings: { name: string; value: string }[];
};
const setting = (name: string) => captured.settings.find((one) => one.name === name)!.value;

test('the alias that was captured', () => {
  const pem = setting('certificate-1');
  const facts = valueOf(inspectCertificate(readPem(pem)[0]!.bytes));
  expect(recorderAlias('Environment', 1, facts)).toBe(setting('certificatealias-1'));
  expect(encodePem('CERTIFICATE', facts.der, '\r\n').trim()).toBe(pem.trim());
});

test('the captured certificate file', () => {
  const facts = fixtureCertificate('samples/gir-qa-certificate.pem');
  expect(recorderAlias('Environment', 1, facts)).toBe(
    'rcs_Environment:1:C=US,ST=CA,L=Daly City,O=Genesys,CN=gir_qa:10',
  );
});

test('names stay readable and unambiguous', () => {
  expect(recorderAlias('Contoso', 2, fixtureCertificate('name-utf8.pem'))).toMatch(
    /^rcs_Contoso:2:C=DE,ST=Baden-Württemberg,O=Müller\\, Söhne \\\+ Co\. .*,CN=☎ 世界 😀:\d+$/,
  );
});
