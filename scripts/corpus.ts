/**
 * `npm run corpus -- FOLDER`: runs our readers over a folder of real certificates, keys and containers. Prints how many
 * results agree with what OpenSSL and Node said about each file, and every difference.
 *
 * FOLDER contains `manifest.json` ({ files: [{ file, kind, verdict, openssl, node, password }] }) and `pairs.json` ({
 * matching, mismatching }). An "accept" must be accepted with equal facts, a "reject" must be refused with a reason,
 * RSA pairs and mismatches must be told apart, and PKCS#12 and other types of files must be named. A "disagree" is only
 * counted, because OpenSSL and Node differ on it. The exit code is 1 when there is a difference that EXCEPTIONS does
 * not explain.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprints, inspectCertificate } from '../src/pki/certificate/certificate.ts';
import type { CertificateFacts, PrivateKeyFacts } from '../src/pki/certificate/facts.ts';
import { readCertificateFile, readPrivateKeyFile } from '../src/pki/files/files.ts';
import { namesOf } from '../src/pki/asn1/object-names.ts';
import { readPem, type PemBlock } from '../src/pki/pem/pem.ts';
import { inspectPrivateKey } from '../src/pki/key/private-key.ts';
import { provesKeyPair } from '../src/pki/key/proof.ts';
import { failure, type Result } from '../src/pki/result.ts';
import { BAD_TIME } from '../src/pki/asn1/time.ts';
import { print, printError } from '../src/tenant/print.ts';

/**
 * Expected differences, each recognised by the reason of the refusal, and why we keep it. They apply only to unusual
 * files: a valid certificate must never be refused.
 */
const EXCEPTIONS: { kind: string; refused: RegExp; why: string }[] = [
  {
    kind: 'BER',
    refused: /^not_der /,
    why: 'a certificate has one encoding, or its fingerprint means nothing; OpenSSL takes others too',
  },
  {
    kind: 'reserved tag',
    refused: /is reserved by ASN\.1 standard|a tag number above 30/,
    why: 'X.680 gives the tag to no type, and asn1js says so; OpenSSL leaves such a value unread',
  },
  {
    kind: 'broken string',
    refused: /a length runs past the end|no room for an element|not the structure of Certificate/,
    why: 'a part that OpenSSL takes as a string of bytes and never opens is broken inside',
  },
];

/** The exception that explains a difference; undefined for an unexpected one. */
const exceptionFor = ({ file, what }: { file: string; what: string }) =>
  file.startsWith('certs-odd/') && what.startsWith('refused: ')
    ? EXCEPTIONS.find(({ refused }) => refused.test(what.slice('refused: '.length)))
    : undefined;

interface Facts {
  parseOk?: boolean;
  subject?: string;
  issuer?: string;
  serialHex?: string;
  notBefore?: string;
  notAfter?: string;
  sha256?: string;
  keyAlgorithm?: string;
  keyBits?: number;
  signatureAlgorithm?: string;
  selfIssued?: boolean;
}

interface Entry {
  file: string;
  kind: string;
  verdict: 'accept' | 'reject' | 'disagree' | 'wrong-type' | null;
  openssl: Facts;
  password?: string;
}

interface Pair {
  dir?: string;
  cert: string;
  key: string;
  keyType?: string;
  password: string | null;
}

const folder = process.argv[2];
if (!folder) {
  printError('usage: npm run corpus -- FOLDER');
  process.exit(2);
}

const load = (file: string) => new Uint8Array(readFileSync(join(folder, file)));

/** The first certificate in a file, PEM or DER. */
function firstCertificate(bytes: Uint8Array<ArrayBuffer>): Result<CertificateFacts> {
  const blocks = readPem(new TextDecoder().decode(bytes));
  if (blocks.length === 0) return inspectCertificate(bytes);
  const block = blocks.find(({ label }) => label.endsWith('CERTIFICATE'));
  if (!block) return failure('not_a_certificate', blocks[0]?.label ?? '');
  return block.problem ? failure(block.problem, block.label) : inspectCertificate(block.bytes);
}

/** The first private key in a file, PEM or DER. */
function firstPrivateKey(
  bytes: Uint8Array<ArrayBuffer>,
  password?: string,
): Promise<Result<PrivateKeyFacts>> {
  const blocks = readPem(new TextDecoder().decode(bytes));
  const der: PemBlock = { label: 'PRIVATE KEY', headers: {}, bytes };
  const block = blocks.find(({ label }) => label.endsWith('PRIVATE KEY')) ?? blocks[0] ?? der;
  return inspectPrivateKey(block, password, { legacy: true });
}

/** The facts that differ from OpenSSL's. Where OpenSSL cannot load the key, it gives no bits. */
async function factDifferences(facts: CertificateFacts, openssl: Facts): Promise<string[]> {
  const { sha256 } = await fingerprints(facts.der);
  const ours: Facts = {
    subject: facts.subject.rfc2253,
    issuer: facts.issuer.rfc2253,
    serialHex: facts.serialNumber.hex,
    notBefore: facts.notBefore,
    notAfter: facts.notAfter,
    sha256: sha256.toLowerCase(),
    keyAlgorithm: facts.publicKey.algorithm === 'RSA' ? 'rsaEncryption' : facts.publicKey.algorithm,
    signatureAlgorithm: facts.signatureAlgorithm,
    selfIssued: facts.selfIssued,
  };
  const theirs: Facts = {
    ...openssl,
    // OpenSSL 3.0 prints the dotted form of what newer versions have a name for.
    ...(openssl.keyAlgorithm && { keyAlgorithm: namesOf(openssl.keyAlgorithm).longName }),
    notBefore: openssl.notBefore ?? BAD_TIME,
    notAfter: openssl.notAfter ?? BAD_TIME,
    signatureAlgorithm: (openssl.signatureAlgorithm ?? '').replace('(INVALID PSS PARAMETERS)', '').trim(),
  };
  if (openssl.keyBits !== undefined && facts.publicKey.bits !== undefined)
    ours.keyBits = facts.publicKey.bits;
  return Object.keys({ ...ours, ...(theirs.keyBits === undefined ? {} : { keyBits: 0 }) })
    .filter((key) => ours[key as keyof Facts] !== theirs[key as keyof Facts])
    .map(
      (key) =>
        `${key}: ours ${JSON.stringify(ours[key as keyof Facts])}, OpenSSL ${JSON.stringify(theirs[key as keyof Facts])}`,
    );
}

const counts = new Map<string, { agree: number; differ: number }>();
const differences: { file: string; what: string }[] = [];
const reasons = new Map<string, number>();
let missingPairs = 0;

function tally(kind: string, file: string, what: string[]): void {
  const count = counts.get(kind) ?? { agree: 0, differ: 0 };
  counts.set(kind, count);
  if (what.length === 0) count.agree++;
  else count.differ++;
  for (const one of what) differences.push({ file, what: one });
}

const reasonOf = (result: Result<unknown>): string =>
  result.ok
    ? 'accepted'
    : `${result.error.code}${result.error.detail === undefined ? '' : ` (${result.error.detail})`}`;

const countReason = (kind: string, result: Result<unknown>): void => {
  const key = `${kind}: ${result.ok ? 'accepted' : result.error.code}`;
  reasons.set(key, (reasons.get(key) ?? 0) + 1);
};

async function judge(entry: Entry): Promise<void> {
  const bytes = load(entry.file);
  const kind = `${entry.kind} ${entry.verdict ?? 'named'}`;
  if (entry.kind === 'pkcs12' || entry.kind === 'wrong-type') {
    const answers = [readCertificateFile(bytes), readPrivateKeyFile(bytes)];
    for (const answer of answers) countReason(kind, answer);
    const wrong = answers.filter(
      (answer) =>
        answer.ok ||
        answer.error.code === 'not_pem' ||
        (entry.kind === 'pkcs12') !== (answer.error.code === 'pkcs12_not_pem'),
    );
    tally(
      kind,
      entry.file,
      wrong.map((answer) => `named ${reasonOf(answer)}`),
    );
    return;
  }
  if (entry.kind.startsWith('key')) {
    const answer = await firstPrivateKey(bytes, entry.password);
    if (!answer.ok) countReason(kind, answer);
    if (entry.verdict === 'accept') {
      const { keyBits } = entry.openssl;
      const differs = answer.ok && keyBits !== undefined && answer.value.bits !== keyBits;
      const what = differs ? [`bits: ours ${answer.value.bits}, OpenSSL ${keyBits}`] : [];
      tally(kind, entry.file, answer.ok ? what : [`refused: ${reasonOf(answer)}`]);
    } else {
      tally(kind, entry.file, answer.ok && entry.verdict === 'reject' ? ['accepted'] : []);
    }
    return;
  }
  const answer = firstCertificate(bytes);
  if (!answer.ok || entry.verdict === 'disagree') countReason(kind, answer);
  if (entry.verdict === 'accept') {
    const what = answer.ok
      ? await factDifferences(answer.value, entry.openssl)
      : [`refused: ${reasonOf(answer)}`];
    tally(kind, entry.file, what);
  } else {
    tally(kind, entry.file, answer.ok && entry.verdict === 'reject' ? ['accepted'] : []);
  }
}

/** An RSA pair must be proven or refused as `key_mismatch`; if one half is not RSA, the refusal must say so. */
async function judgePair(pair: Pair, matching: boolean): Promise<void> {
  const path = (file: string) => (pair.dir === undefined ? file : `${pair.dir}/${file}`);
  const name = `${path(pair.cert)} with ${path(pair.key)}`;
  if (!existsSync(join(folder!, path(pair.cert))) || !existsSync(join(folder!, path(pair.key)))) {
    missingPairs++;
    return;
  }
  const certificate = firstCertificate(load(path(pair.cert)));
  const key = await firstPrivateKey(load(path(pair.key)), pair.password ?? undefined);
  const unread = [certificate, key].filter((half) => !half.ok);
  if (!certificate.ok || !key.ok) {
    tally(
      'pairs',
      name,
      unread.map((half) => `refused: ${reasonOf(half)}`),
    );
    return;
  }
  const answer = await provesKeyPair(certificate.value, key.value);
  const rsa = certificate.value.publicKey.algorithm === 'RSA' && key.value.algorithm === 'RSA';
  const expected = rsa ? (matching ? 'accepted' : 'key_mismatch') : 'not_rsa';
  const actual = answer.ok ? 'accepted' : answer.error.code;
  const kind = `${matching ? 'matching' : 'mismatching'} pairs, ${rsa ? 'RSA' : 'not both RSA'}`;
  tally(kind, name, actual === expected ? [] : [`${reasonOf(answer)} instead of ${expected}`]);
}

const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { files: Entry[] };
for (const entry of manifest.files) await judge(entry);
if (existsSync(join(folder, 'pairs.json'))) {
  const pairs = JSON.parse(readFileSync(join(folder, 'pairs.json'), 'utf8')) as {
    matching: Pair[];
    mismatching: Pair[];
  };
  for (const pair of pairs.matching) await judgePair(pair, true);
  for (const pair of pairs.mismatching) await judgePair(pair, false);
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
for (const [kind, { agree, differ }] of [...counts].sort(byName)) {
  print(`${kind.padEnd(36)} ${String(agree).padStart(5)} agree ${String(differ).padStart(4)} differ`);
}
if (missingPairs > 0) print(`${missingPairs} pairs not judged: their files are not in this folder`);
print('', 'reasons given');
for (const [reason, count] of [...reasons].sort(byName))
  print(`${reason.padEnd(64)} ${String(count).padStart(5)}`);
const unexplained = differences.filter((difference) => !exceptionFor(difference));
if (differences.length > 0) print('', 'differences');
for (const difference of differences) {
  const exception = exceptionFor(difference);
  print(`${difference.file}: ${difference.what}${exception ? ` [${exception.kind}]` : ''}`);
}
for (const { kind, why } of EXCEPTIONS) {
  const count = differences.filter((difference) => exceptionFor(difference)?.kind === kind).length;
  print('', `${kind}: ${count}, because ${why}`);
}
print('', `${differences.length} differences, ${unexplained.length} of them unexplained`);
process.exitCode = unexplained.length > 0 ? 1 : 0;
