import type { Certificate } from '../../client/queries/certificates.ts';
import {
  certificateStatus,
  isKeyFormTaken,
  statusText,
  unmetRequirement,
  unusualKey,
} from '../../domain/certificate.ts';
import { waitText } from '../../domain/duration.ts';
import { problemField, problemKeyTool, problemSentence, type ProblemCode } from '../../domain/problem.ts';
import { nameApart } from '../../domain/same-name.ts';
import { toolSentence } from '../../domain/tool-sentence.ts';
import type { Platform } from '../../domain/session.ts';
import type { CertificateFacts } from '../../pki/certificate/facts.ts';
import type { PkiError } from '../../pki/result.ts';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import type { Slot } from './chosen-files.ts';
import type { UploadDraft } from './draft.ts';

/** The act that solves a problem, offered beside it. */
export type WayOut =
  | { kind: 'swap' }
  | { kind: 'move'; to: Slot }
  | { kind: 'convert'; pkcs8: Uint8Array }
  | { kind: 'tool'; tool: 'inspect' | 'convert' | 'generate' }
  | { kind: 'certificate'; id: string; name: string };

export interface Verdict {
  severity: 'error' | 'warning' | 'success';
  text: string;
  wayOut?: WayOut | undefined;
}

interface Judged {
  draft: UploadDraft;
  platform: Platform;
  keystore: readonly Certificate[];
  now: Date;
}

/**
 * The verdicts on the two files, the most important first. The tenant checks again, by the same rules. Problems with
 * the password are not among them: they are shown at the password field.
 */
export function verdictsOf(judged: Judged): Verdict[] {
  const misplaced = swapped(judged.draft);
  if (misplaced) return [misplaced];
  const certificate = certificateVerdict(judged);
  const key = keyVerdict(judged);
  if (certificate?.severity === 'error' || key) return [certificate, key].filter((one) => one !== undefined);
  const pair = pairVerdict(judged.draft);
  return [pair, certificate].filter((one) => one !== undefined);
}

/** Whether *Save* can be used. */
export function isReady(judged: Judged): boolean {
  const { certificate, key, proof } = judged.draft;
  return (
    certificate?.ok === true &&
    certificateVerdict(judged)?.severity !== 'error' &&
    key?.ok === true &&
    isTaken(judged) &&
    proof?.ok === true
  );
}

/** What the person has to do before *Save*, if nothing is wrong yet. */
export function nextStep(judged: Judged): string {
  const { files, certificate, key } = judged.draft;
  if (!files.certificate && !files.privateKey) return 'Choose the certificate and its key first.';
  const locked = [certificate, key].some((each) => each?.ok === false && isOfPassword(each.error));
  if (locked) return 'Enter the password of the file.';
  if (!files.certificate) return 'Choose the certificate too.';
  if (!files.privateKey) return 'Choose the private key too.';
  if (key?.ok && !isTaken(judged)) return 'Convert the private key to PKCS#8 first.';
  return 'Checking…';
}

/** The two files are exchanged, or one is in the wrong slot while the right slot is empty. */
function swapped({ files, certificate, key }: UploadDraft): Verdict | undefined {
  const isKey = certificate?.ok === false && certificate.error.code === 'private_key_not_certificate';
  const isCertificate = key?.ok === false && key.error.code === 'certificate_not_private_key';
  if (isKey && isCertificate) {
    return {
      severity: 'error',
      text: `${files.certificate?.name} contains the private key and ${files.privateKey?.name} the certificate: each is in the place of the other.`,
      wayOut: { kind: 'swap' },
    };
  }
  if (isKey && !files.privateKey) {
    return {
      ...unreadable(certificate.error, files.certificate?.name),
      wayOut: { kind: 'move', to: 'privateKey' },
    };
  }
  if (isCertificate && !files.certificate) {
    return { ...unreadable(key.error, files.privateKey?.name), wayOut: { kind: 'move', to: 'certificate' } };
  }
  return undefined;
}

function certificateVerdict({ draft, keystore, now }: Judged): Verdict | undefined {
  const { certificate, files } = draft;
  if (!certificate) return undefined;
  const file = files.certificate?.name;
  if (!certificate.ok)
    return isOfPassword(certificate.error) ? undefined : unreadable(certificate.error, file);
  const facts = certificate.value;
  const unmet = unmetRequirement(facts);
  if (unmet) return problem(unmet.code, file, unmet.detail);
  const duplicate = keystore.find(
    ({ issuerDn, serialNumber }) =>
      issuerDn === facts.issuer.readable && serialNumber.hex === facts.serialNumber.hex,
  );
  if (duplicate) {
    return {
      severity: 'error',
      text: 'A certificate with the same issuer and serial number is already in the keystore.',
      wayOut: { kind: 'certificate', id: duplicate.id, name: nameApart(duplicate, dayText) },
    };
  }
  return validityVerdict(facts, now);
}

/** Warnings about the validity. They do not prevent the upload, but a person should know them before it. */
function validityVerdict(facts: CertificateFacts, now: Date): Verdict | undefined {
  const status = certificateStatus(facts, now);
  switch (status.kind) {
    case 'valid':
      return undefined;
    case 'expired':
      return {
        severity: 'warning',
        text: `The certificate expired on ${dayText(facts.notAfter)}: you can store it to play back older recordings, but it can no longer be assigned.`,
      };
    case 'not yet valid':
      return {
        severity: 'warning',
        text: `The certificate is not valid before ${minuteText(facts.notBefore)}: by the tenant’s clock it is valid in ${waitText(Date.parse(facts.notBefore) - now.getTime())}.`,
      };
    case 'expires soon':
      return { severity: 'warning', text: `The certificate: ${statusText(status).toLowerCase()}.` };
  }
}

function keyVerdict(judged: Judged): Verdict | undefined {
  const { key, files } = judged.draft;
  const file = files.privateKey?.name;
  if (!key) return undefined;
  if (!key.ok) return isOfPassword(key.error) ? undefined : unreadable(key.error, file);
  const unusual = unusualKey(key.value);
  if (unusual) return problem(unusual.code, file, unusual.detail);
  if (isTaken(judged)) return undefined;
  const { format, pkcs8 } = key.value;
  if (!pkcs8) return problem('pkcs8_needed', file, format);
  return {
    severity: 'warning',
    text: `${file} is in the form ${format} (“BEGIN RSA PRIVATE KEY”), but a deployment hosted on Azure needs PKCS#8. Your browser can convert it; it stays the same key.`,
    wayOut: { kind: 'convert', pkcs8 },
  };
}

function pairVerdict({ proof, key, files }: UploadDraft): Verdict | undefined {
  if (!proof) return undefined;
  if (proof.ok) {
    return {
      severity: 'success',
      text: 'The private key fits the certificate: a random session key wrapped with the certificate was unwrapped with it.',
    };
  }
  const { code, detail } = proof.error;
  return problem(code, files.privateKey?.name, detail ?? (key?.ok ? key.value.algorithm : undefined));
}

const isTaken = ({ draft: { key }, platform }: Judged): boolean =>
  key?.ok === true && !unusualKey(key.value) && isKeyFormTaken(key.value.format, platform);

export const isOfPassword = ({ code }: PkiError): boolean => problemField(code) === 'privateKeyPassword';

/** Convert is not suggested for an encryption that is not supported here, because it cannot open the file either. */
const unreadable = (error: PkiError, file = 'The file'): Verdict =>
  error.code === 'unsupported_encryption'
    ? { severity: 'error', text: toolSentence(error, file) }
    : problem(error.code, file, error.detail);

function problem(code: ProblemCode, file: string | undefined, detail: string | undefined): Verdict {
  const tool = problemKeyTool(code);
  return {
    severity: 'error',
    text: problemSentence(code, { file, detail }),
    wayOut: tool && { kind: 'tool', tool },
  };
}
