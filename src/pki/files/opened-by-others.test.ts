/**
 * What the console writes is opened by the programs of this machine: PKCS#12, encrypted keys, certificates and requests.
 * A program that is missing is skipped by name. Seen with OpenSSL 3.0.19 and 3.5.9, GnuTLS 3.7.9 and 3.8.9, NSS 3.87 and
 * 3.110, gpgsm 2.4.7, and Java 17.0.15, 21.0.13 and 25.0.5.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderOfTests } from '../../testing/folder.ts';
import { JAVA_BEYOND_ASCII } from '../../domain/passphrase.ts';
import { encryptPrivateKey, pkcs1Of } from '../key/encrypt-private-key.ts';
import { generateKeyPair } from '../certificate/generate.ts';
import { encodePem } from '../pem/pem.ts';
import { writePkcs12 } from '../pkcs12/pkcs12-write.ts';
import { certificateRequest } from '../certificate/request-write.ts';
import { selfSignedCertificate, type Subject } from '../certificate/self-signed.ts';

const folder = folderOfTests('opened');

const PASSWORDS: [name: string, password: string][] = [
  ['ascii', 'correct horse'],
  ['beyond', 'Grüße, 世界'],
];
const subject: Subject = [['CN', 'Genesys Recording']];

const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes);

beforeAll(async () => {
  const keys = await generateKeyPair(2048);
  const der = await selfSignedCertificate(keys, {
    subject,
    hash: 'SHA-256',
    days: 365,
    notBefore: new Date(),
  });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  put('pair.pem', encodePem('CERTIFICATE', der));
  put('pair.key', encodePem('PRIVATE KEY', pkcs8));
  put('pair.pkcs1.key', encodePem('RSA PRIVATE KEY', pkcs1Of(pkcs8)));
  put(
    'pair.csr',
    encodePem('CERTIFICATE REQUEST', await certificateRequest(keys, { subject, hash: 'SHA-256' })),
  );
  for (const [name, password] of PASSWORDS) {
    put(`${name}.p12`, await writePkcs12(pkcs8, der, password, 'recording'));
    put(`${name}.key`, encodePem('ENCRYPTED PRIVATE KEY', await encryptPrivateKey(pkcs8, password)));
  }
});

/** What a program prints, whether it answers with an error or not. */
function said(line: string): string {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8', env });
  return stdout + stderr;
}

const versionOf = (line: string): string | undefined => /\d+(?:\.\d+)*/.exec(said(line))?.[0];
const isThere = (program: string): boolean => said(`command -v ${program}`) !== '';
const java = isThere('keytool') && isThere('java') ? versionOf('java -version') : undefined;

interface Opener {
  program: string;
  file: 'p12' | 'key';
  line: (file: string, password: string) => string;
  opened: RegExp;
}

const openers: Opener[] = [
  {
    program: 'openssl',
    file: 'p12',
    line: (file, password) => `openssl pkcs12 -in ${file} -passin "pass:${password}" -nodes`,
    opened: /BEGIN PRIVATE KEY/,
  },
  {
    program: 'openssl',
    file: 'key',
    line: (file, password) => `openssl pkey -in ${file} -passin "pass:${password}"`,
    opened: /BEGIN PRIVATE KEY/,
  },
  {
    program: 'certtool',
    file: 'p12',
    // certtool prints the key as it is in the file.
    line: (file, password) =>
      `certtool --p12-info --inder --infile ${file} --password "${password}" | tee bags; sed -n '/BEGIN ENC/,/END ENC/p' bags > bag.key; certtool --key-info --infile bag.key --password "${password}"`,
    opened: /BEGIN CERTIFICATE[^]*modulus/i,
  },
  {
    program: 'certtool',
    file: 'key',
    line: (file, password) => `certtool --key-info --infile ${file} --password "${password}"`,
    opened: /modulus/i,
  },
  {
    program: 'pk12util',
    file: 'p12',
    line: (file, password) =>
      `rm -rf nss; mkdir nss; certutil -N -d nss --empty-password; pk12util -i ${file} -d nss -W "${password}"; certutil -K -d nss`,
    opened: /IMPORT SUCCESSFUL[^]*recording/,
  },
];

describe.each(PASSWORDS)('a file with a password (%s)', (name, password) => {
  test.for(openers)('$program opens .$file', ({ program, file, line, opened }, { skip }) => {
    skip(!isThere(program), `${program} is not installed`);
    expect(said(line(`${name}.${file}`, password))).toMatch(opened);
  });

  test('keytool opens .p12', ({ skip }) => {
    skip(java === undefined, 'keytool is not installed');
    const major = Number(java!.split('.')[0]);
    const { cannot, can } = JAVA_BEYOND_ASCII;
    skip(name !== 'ascii' && ![...cannot, can].includes(major), `Java ${major} is not named in the sentence`);
    const isExpected = name === 'ascii' || major === can;
    const copied = said(
      `rm -f copy.p12; keytool -importkeystore -srckeystore ${name}.p12 -srcstorepass "${password}" -destkeystore copy.p12 -deststoretype PKCS12 -deststorepass changeit -noprompt`,
    );
    expect(copied).toMatch(
      isExpected ? /1 entries successfully imported/ : /keystore password was incorrect/,
    );
  });
});

describe('a file without a password', () => {
  test.for([
    ['openssl', 'openssl pkey -in pair.pkcs1.key', /BEGIN PRIVATE KEY/],
    ['openssl', 'openssl req -in pair.csr -noout -verify -subject', /Genesys Recording/],
    ['certtool', 'certtool --key-info --infile pair.key', /modulus/i],
    ['certtool', 'certtool --key-info --infile pair.pkcs1.key', /modulus/i],
    ['certtool', 'certtool --certificate-info --infile pair.pem', /Subject: CN=Genesys Recording/],
    ['certtool', 'certtool --crq-info --infile pair.csr', /Self signature: verified/],
    [
      'certutil',
      'rm -rf nss; mkdir nss; certutil -N -d nss --empty-password; certutil -A -d nss -n recording -t ,, -a -i pair.pem; certutil -L -d nss -n recording',
      /Subject: "CN=Genesys Recording"/,
    ],
    ['keytool', 'keytool -printcert -file pair.pem', /Owner: CN=Genesys Recording/],
    ['keytool', 'keytool -printcertreq -file pair.csr', /CN=Genesys Recording/],
  ] satisfies [string, string, RegExp][])('%s: %s', ([program, line, printed], { skip }) => {
    skip(!isThere(program), `${program} is not installed`);
    expect(said(line)).toMatch(printed);
  });
});
