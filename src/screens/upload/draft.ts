import { useEffect, useMemo, useState } from 'react';
import { dropHandedOver } from '../../client/session/hand-over.ts';
import type { BodyOf } from '../../contract/calls.ts';
import { fingerprints, verifiesItself } from '../../pki/certificate/certificate.ts';
import type { CertificateFacts, PrivateKeyFacts } from '../../pki/certificate/facts.ts';
import { readCertificateFile, readPrivateKeyFile } from '../../pki/files/files.ts';
import type { PairInFile } from '../../pki/files/pair-in-file.ts';
import type { PemBlock } from '../../pki/pem/pem.ts';
import { readerFailed } from '../../pki/outcome.ts';
import { needsLegacy, openPrivateKey } from '../../pki/key/private-key.ts';
import { provesKeyPair } from '../../pki/key/proof.ts';
import { failure, type PkiCode, type Result } from '../../pki/result.ts';
import { textOf as readText } from '../../pki/asn1/text.ts';
import type { Dropped } from '../../ui/form/dropped-files.ts';
import {
  chooseFile,
  handedOverFiles,
  keepPointed,
  notReadable,
  pastedText,
  sortFiles,
  type ChosenFile,
  type Slot,
} from './chosen-files.ts';
import { openFile } from './open-file.ts';

/** Facts of the certificate that take a moment, because WebCrypto computes them. */
export interface CertificateChecks {
  sha256: string;
  selfSigned: 'yes' | 'no' | 'cannot say';
}

interface KeyChecks {
  key: Result<PrivateKeyFacts>;
  /** Whether this key unwrapped a session key that was wrapped with the certificate. */
  proof: Result<true> | undefined;
}

export type UploadDraft = ReturnType<typeof useUploadDraft>;

/**
 * The chosen files and what they turned out to be. Everything is kept only in this component and is dropped with it:
 * private key and password are never in a cache or in storage.
 */
export function useUploadDraft() {
  const [files, setFiles] = useState(handedOverFiles);
  useEffect(dropHandedOver, []);
  const [leftOut, setLeftOut] = useState<string[]>([]);
  /** How many choices are being read. */
  const [reading, setReading] = useState(0);
  const [password, setPassword] = useState('');
  // Waits until typing pauses: every letter of a password would cost a whole key derivation.
  const delay = password === '' ? 0 : 250;

  const ownCertificate = useMemo(
    () => files.certificate && read(files.certificate, readCertificateFile),
    [files.certificate],
  );
  const ownKey = useMemo(
    () => files.privateKey && read(files.privateKey, readKeyOfToday),
    [files.privateKey],
  );

  const toOpen = useMemo(() => {
    const certificate = inOtherForm(files.certificate, ownCertificate);
    const privateKey = inOtherForm(files.privateKey, ownKey);
    return certificate || privateKey ? { certificate, privateKey, password } : undefined;
  }, [files, ownCertificate, ownKey, password]);
  const opened = useChecked(toOpen, openFiles, delay);

  const certificate = useMemo(
    () => (toOpen?.certificate ? readTaken(opened?.certificate, readCertificateFile) : ownCertificate),
    [toOpen, opened, ownCertificate],
  );
  const keyBlock = useMemo(
    () => (toOpen?.privateKey ? readTaken(opened?.privateKey, readPrivateKeyFile) : ownKey),
    [toOpen, opened, ownKey],
  );

  const facts = certificate?.ok ? certificate.value : undefined;
  const certificateChecks = useChecked(facts, checkCertificate);
  const keyInput = useMemo(
    () => (keyBlock?.ok ? { block: keyBlock.value, password, facts } : undefined),
    [keyBlock, password, facts],
  );
  const keyChecks = useChecked(keyInput, checkKey, delay);
  const key = keyBlock && !keyBlock.ok ? keyBlock : keyChecks?.key;

  const put = (chosen: Partial<Record<Slot, ChosenFile>>) => {
    setFiles((before) => ({ ...before, ...chosen }));
    if (chosen.privateKey) setPassword('');
  };
  const textOf = (slot: Slot): string | undefined => {
    const taken = toOpen?.[slot] && opened?.[slot];
    if (taken) return taken.ok ? taken.value : undefined;
    const file = files[slot];
    return file?.bytes.ok ? readText(file.bytes.value) : undefined;
  };

  return {
    files,
    leftOut,
    /** undefined while nothing is chosen or the file is being opened. */
    certificate,
    certificateChecks,
    /** undefined while nothing is chosen or the file is being checked. */
    key,
    proof: keyChecks?.proof,
    /** Whether the file in this slot has another format, so that PEM extracted from it is sent to the tenant. */
    isTakenOut: (slot: Slot) => toOpen?.[slot] !== undefined,
    /** A password was needed, and the typed one is right. */
    passwordFits: (key?.ok === true && key.value.encryption !== undefined) || opened?.locked === true,
    password,
    setPassword,
    isEmpty: !files.certificate && !files.privateKey && reading === 0,
    /** The body for the tenant: PEM, whatever the format of the files. */
    toSend: (): BodyOf<'POST /api/certificates'> | undefined => {
      const [certificateText, privateKey] = [textOf('certificate'), textOf('privateKey')];
      if (certificateText === undefined || privateKey === undefined || !key?.ok) return undefined;
      return {
        certificate: certificateText,
        privateKey,
        ...(key.value.encryption && { privateKeyPassword: password }),
      };
    },
    /** Adds files that were dropped, or chosen in one slot. */
    add: async ({ files: list, unreadable }: Dropped, pointedAt?: Slot) => {
      setReading((count) => count + 1);
      const chosen = (await Promise.all(list.map(chooseFile))).filter((each) => each !== undefined);
      setReading((count) => count - 1);
      const { slots, leftOut: names } = sortFiles(chosen, pointedAt);
      setLeftOut([...names, ...unreadable.map(({ path }) => notReadable(path))]);
      put(pointedAt ? keepPointed(slots, pointedAt, files) : slots);
    },
    paste: (text: string, slot: Slot) => put({ [slot]: pastedText(text) }),
    /** Replaces the key by itself in another form, under the name in the documentation. */
    convertKey: (text: string) =>
      put({
        privateKey: {
          ...pastedText(text),
          name: 'private.pem',
          convertedFrom: files.privateKey?.name ?? '',
        },
      }),
    /** Exchanges the two files; a single file moves to the free slot. */
    swap: () => {
      const { certificate: toKey, privateKey: toCertificate } = files;
      setFiles({
        ...(toCertificate && { certificate: toCertificate }),
        ...(toKey && { privateKey: toKey }),
      });
      setPassword('');
    },
    clear: (slot: Slot) => {
      setFiles(({ [slot]: _, ...rest }) => rest);
      if (slot === 'privateKey') setPassword('');
      setLeftOut([]);
    },
  };
}

/** Reads a file; if its text is broken, the error says what is broken. */
function read<T>(
  { bytes, damage }: ChosenFile,
  reader: (bytes: Uint8Array<ArrayBuffer>) => Result<T>,
): Result<T> {
  if (!bytes.ok) return bytes;
  const answer = reader(bytes.value);
  const isDamage = !answer.ok && (answer.error.code === 'not_pem' || answer.error.code === 'pem_incomplete');
  return isDamage && damage ? failure('pem_incomplete', damage) : answer;
}

/**
 * A private key that WebCrypto, and so the tenant, can open; `unsupported_encryption` for keys that are encrypted in
 * older ways.
 */
function readKeyOfToday(bytes: Uint8Array<ArrayBuffer>): Result<PemBlock> {
  const block = readPrivateKeyFile(bytes);
  return block.ok && needsLegacy(block.value) ? failure('unsupported_encryption') : block;
}

const OTHER_FORMS = new Set<PkiCode>([
  'der_not_pem',
  'pkcs12_not_pem',
  'pkcs7_not_pem',
  'java_keystore',
  'legacy_encryption',
  'unsupported_encryption',
]);

interface InOtherForm {
  file: ChosenFile;
  /** The error that is shown if the file cannot be opened here. */
  refused: Result<never>;
}

const inOtherForm = (
  file: ChosenFile | undefined,
  own: Result<unknown> | undefined,
): InOtherForm | undefined =>
  file && own?.ok === false && OTHER_FORMS.has(own.error.code) ? { file, refused: own } : undefined;

/** Extracts PEM from files in other formats. */
async function openFiles(
  {
    certificate,
    privateKey,
    password,
  }: { certificate: InOtherForm | undefined; privateKey: InOtherForm | undefined; password: string },
  signal: AbortSignal,
) {
  const open = async (chosen: InOtherForm | undefined): Promise<Result<PairInFile> | undefined> => {
    if (!chosen?.file.bytes.ok) return undefined;
    try {
      return await openFile({ bytes: chosen.file.bytes.value, password }, signal);
    } catch {
      return chosen.refused;
    }
  };
  const one = await open(certificate);
  // If one container fills both slots, it is opened once.
  const other = certificate?.file === privateKey?.file ? one : await open(privateKey);
  return {
    certificate: one && takenFor('certificate', one),
    privateKey: other && takenFor('privateKey', other),
    locked: [one, other].some((each) => each?.ok && each.value.locked),
  };
}

const takenFor = (slot: Slot, opened: Result<PairInFile>): Result<string> =>
  opened.ok ? opened.value[slot] : opened;

const readTaken = <T>(
  taken: Result<string> | undefined,
  reader: (bytes: Uint8Array<ArrayBuffer>) => Result<T>,
): Result<T> | undefined => (taken?.ok ? reader(new TextEncoder().encode(taken.value)) : taken);

async function checkCertificate(facts: CertificateFacts): Promise<CertificateChecks> {
  const [{ sha256 }, selfSigned] = await Promise.all([fingerprints(facts.der), verifiesItself(facts)]);
  return { sha256, selfSigned };
}

async function checkKey(input: {
  block: PemBlock;
  password: string;
  facts: CertificateFacts | undefined;
}): Promise<KeyChecks> {
  try {
    const key = await openPrivateKey(input.block, input.password);
    if (!key.ok || !input.facts) return { key, proof: undefined };
    return { key, proof: await provesKeyPair(input.facts, key.value) };
  } catch (thrown) {
    return { key: { ok: false, error: readerFailed(thrown) }, proof: undefined };
  }
}

/**
 * The outcome of an asynchronous check of `input`; undefined until it is there. When the input changes, the old check
 * is told through its signal that it is no longer needed, and its outcome is ignored.
 */
function useChecked<Input extends object, Outcome>(
  input: Input | undefined,
  check: (input: Input, signal: AbortSignal) => Promise<Outcome>,
  delay = 0,
): Outcome | undefined {
  const [checked, setChecked] = useState<{ input: Input; outcome: Outcome }>();
  useEffect(() => {
    if (!input) return;
    const stale = new AbortController();
    const run = async () => {
      const outcome = await check(input, stale.signal);
      if (!stale.signal.aborted) setChecked({ input, outcome });
    };
    const timer = setTimeout(() => void run(), delay);
    return () => {
      stale.abort();
      clearTimeout(timer);
    };
  }, [input, check, delay]);
  return input && checked?.input === input ? checked.outcome : undefined;
}
