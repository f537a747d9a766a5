/**
 * Reads the file of an upload slot: the one certificate or private key that the slot asks for, or what the file is
 * instead.
 */
import { inspectCertificate } from '../certificate/certificate.ts';
import { parseDer, reading, type Bytes } from '../asn1/asn1.ts';
import type { CertificateFacts } from '../certificate/facts.ts';
import { foreignBlock, foreignCode } from './foreign-files.ts';
import { containerKind, kindOf, type Kind } from '../pem/kind.ts';
import { isOtherLabel, procTypeCipher, readPem, type PemBlock } from '../pem/pem.ts';
import { failure, success, type PkiCode, type Result } from '../result.ts';
import { textOf } from '../asn1/text.ts';
import { isTime } from '../asn1/time.ts';

/** Largest file that is read, in bytes. Check `file.size` before reading a file. */
export const MAX_FILE_BYTES = 256 * 1024;

const CERTIFICATE_LABELS = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);
const MESSAGE_LABELS = new Set([
  'PKCS7',
  'CMS',
  'PKCS #7 SIGNED DATA',
  'ENCRYPTED MESSAGE',
  'SIGNED MESSAGE',
]);
const REQUEST_LABELS = new Set(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']);

/**
 * What a PEM block is, according to its label. Around a container it may be any: certutil of Windows writes CERTIFICATE
 * around everything.
 */
function kindOfBlock(block: PemBlock): Kind | undefined {
  const container = containerKind(block.bytes);
  if (container) return container;
  if (isOtherLabel(block.label)) return undefined;
  const der = CERTIFICATE_LABELS.has(block.label) && !block.problem && kindOfDer(block.bytes);
  if (der && der.ok && der.value.kind) return der.value.kind;
  if (CERTIFICATE_LABELS.has(block.label)) return 'certificate';
  if (REQUEST_LABELS.has(block.label)) return 'certificate request';
  if (block.label.endsWith('PRIVATE KEY')) return 'private key';
  if (block.label.endsWith('PUBLIC KEY')) return 'public key';
  if (MESSAGE_LABELS.has(block.label)) return 'PKCS#7';
  if (block.label === 'PKCS12') return 'PKCS#12';
  return undefined;
}

/**
 * The one certificate of a PEM file; a private key in the same file is ignored. Answers `empty_file`, `file_too_large`,
 * `not_pem`, `pem_incomplete`, `der_not_pem`, `pkcs12_not_pem`, `several_certificates` (`detail` is their number), what
 * the file is instead (`private_key_not_certificate`, `certificate_request_not_certificate`,
 * `public_key_not_certificate`) or `not_a_certificate`. A certificate with an invalid date also answers
 * `not_a_certificate`, because nothing can be said about its validity.
 */
export function readCertificateFile(bytes: Bytes): Result<CertificateFacts> {
  const certificate = onlyOne('certificate', bytes);
  if (!certificate.ok) return certificate;
  const facts = inspectCertificate(certificate.value.bytes);
  if (!facts.ok) {
    const der = kindOfDer(certificate.value.bytes);
    if (!der.ok || der.value.kind === undefined || der.value.kind === 'certificate') return facts;
    return failure(insteadOf('certificate', der.value.kind), inDer(der.value));
  }
  if (!isTime(facts.value.notBefore)) return failure('not_a_certificate', 'notBefore is not a date');
  if (!isTime(facts.value.notAfter)) return failure('not_a_certificate', 'notAfter is not a date');
  return facts;
}

/**
 * The one private key of a PEM file, still encrypted if it is; `inspectPrivateKey` opens it. A certificate in the same
 * file is ignored. Answers the codes of `readCertificateFile`, and `several_private_keys`,
 * `certificate_not_private_key`, `public_key_not_private_key`, `legacy_encryption` (Proc-Type) and `not_a_private_key`.
 */
export function readPrivateKeyFile(bytes: Bytes): Result<PemBlock> {
  const found = onlyOne('private key', bytes);
  if (!found.ok) return found;
  const { label } = found.value;
  if (CERTIFICATE_LABELS.has(label)) return failure('der_not_pem', `a private key in “${label}”`);
  const cipher = procTypeCipher(found.value);
  return cipher === undefined ? found : failure('legacy_encryption', cipher);
}

interface Slot {
  several: PkiCode;
  /** What the file is instead, and what is said of all else. */
  instead: Partial<Record<Kind, PkiCode>>;
  other: PkiCode;
}

const containers = { 'PKCS#12': 'pkcs12_not_pem', 'PKCS#7': 'pkcs7_not_pem' } as const;

const slots = {
  certificate: {
    several: 'several_certificates',
    instead: {
      'private key': 'private_key_not_certificate',
      'certificate request': 'certificate_request_not_certificate',
      'public key': 'public_key_not_certificate',
      ...containers,
    },
    other: 'not_a_certificate',
  },
  'private key': {
    several: 'several_private_keys',
    instead: {
      certificate: 'certificate_not_private_key',
      'public key': 'public_key_not_private_key',
      ...containers,
    },
    other: 'not_a_private_key',
  },
} satisfies Record<string, Slot>;

const insteadOf = (wanted: keyof typeof slots, kind: Kind | undefined): PkiCode => {
  const { instead, other }: Slot = slots[wanted];
  return (kind && instead[kind]) ?? other;
};

function onlyOne(wanted: keyof typeof slots, bytes: Bytes): Result<PemBlock> {
  const opened = openFile(bytes);
  if (!opened.ok) return opened;
  const { blocks, der } = opened.value;
  if (der) return failure(der.kind === wanted ? 'der_not_pem' : insteadOf(wanted, der.kind), inDer(der));
  const [found, ...more] = blocks.filter((block) => kindOfBlock(block) === wanted);
  if (more.length > 0) return failure(slots[wanted].several, String(1 + more.length));
  if (found) return found.problem ? failure(found.problem, `“${found.label}”`) : success(found);
  const kind = mostTelling(blocks);
  const code = insteadOf(wanted, kind);
  return code === slots[wanted].other ? orOther(blocks, code) : failure(code, kind ?? '');
}

/** Which of the two a file contains, intact or broken. It decides into which slot of a panel a dropped file goes. */
export function sortFile(bytes: Bytes): { certificate: boolean; privateKey: boolean } {
  const opened = openFile(bytes);
  if (!opened.ok) {
    const isStore = opened.error.code === 'java_keystore';
    return { certificate: isStore, privateKey: isStore };
  }
  const { blocks, der } = opened.value;
  const kinds = new Set([der?.kind, ...blocks.map(kindOfBlock)]);
  const holds = (...some: Kind[]) => some.some((kind) => kinds.has(kind));
  return {
    certificate: holds('certificate', 'PKCS#12', 'PKCS#7'),
    privateKey: holds('private key', 'PKCS#12'),
  };
}

/** The PEM blocks of a file; for a file without PEM, what it is in DER. */
function openFile(bytes: Bytes): Result<{ blocks: PemBlock[]; der?: Der }> {
  if (bytes.length > MAX_FILE_BYTES) return failure('file_too_large', `${bytes.length} bytes`);
  if (bytes.every((byte) => byte <= 0x20)) return failure('empty_file', 'nothing but blanks');
  const foreign = foreignCode(bytes);
  if (foreign) return failure(foreign);
  const blocks = readPem(textOf(bytes));
  if (blocks.length > 0) return success({ blocks });
  const der = kindOfDer(bytes);
  return der.ok ? success({ blocks, der: der.value }) : der;
}

function mostTelling(blocks: PemBlock[]): Kind | undefined {
  const kinds = new Set(blocks.map(kindOfBlock));
  const order: Kind[] = [
    'certificate',
    'private key',
    'PKCS#12',
    'PKCS#7',
    'certificate request',
    'public key',
  ];
  return order.find((kind) => kinds.has(kind));
}

const inDer = ({ kind }: Der): string => `${kind ?? 'an unknown kind'} in DER`;

function orOther(blocks: PemBlock[], code: PkiCode): Result<never> {
  const other = blocks.find(({ label }) => isOtherLabel(label));
  if (other) return { ok: false, error: foreignBlock(other.label) };
  const label = blocks[0] ? `“${blocks[0].label}”` : '';
  return failure(blocks.every((block) => block.problem) ? 'pem_incomplete' : code, label);
}

/** What a DER file is; undefined for a kind that this console does not use. */
interface Der {
  kind: Kind | undefined;
}

/** Answers `not_pem` for bytes that are not DER either, and `not_der` for BER. */
function kindOfDer(bytes: Bytes): Result<Der> {
  if (bytes[0] !== 0x30) return failure('not_pem');
  const container = containerKind(bytes);
  if (container) return success({ kind: container });
  return reading('not_pem', () => ({ kind: kindOf(parseDer(bytes)) }));
}
