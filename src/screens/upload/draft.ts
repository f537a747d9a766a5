import { useEffect, useMemo, useState } from 'react';
import { fingerprints, verifiesItself } from '../../pki/certificate.ts';
import { takeHandedOver } from '../../client/hand-over.ts';
import type { CertificateFacts, PrivateKeyFacts } from '../../pki/facts.ts';
import { MAX_FILE_BYTES, readCertificateFile, readPrivateKeyFile, sortFile } from '../../pki/files.ts';
import { mendFile, type Mending } from '../../pki/mend-pem.ts';
import { inspectPrivateKey } from '../../pki/private-key.ts';
import { provesKeyPair } from '../../pki/proof.ts';
import { failure, success, type Result } from '../../pki/result.ts';

/** A file as the person knows it. What is too large is never read. Its PEM is in its normal form, if it can be brought there. */
export interface ChosenFile {
  name: string;
  bytes: Result<Uint8Array<ArrayBuffer>>;
  /** What was put right in its text. */
  mended?: readonly Mending[];
  /** What is broken in its text. */
  damage?: string | undefined;
  /** The file as it was chosen, where this one was made from it. */
  convertedFrom?: string;
}

const chosen = (name: string, bytes: Uint8Array<ArrayBuffer>): ChosenFile => {
  const file = mendFile(bytes);
  return { name, bytes: success(file.bytes), mended: file.mended, damage: file.damage };
};

export async function chooseFile(file: File): Promise<ChosenFile> {
  if (file.size > MAX_FILE_BYTES) return { name: file.name, bytes: failure('file_too_large') };
  return chosen(file.name, new Uint8Array(await file.arrayBuffer()));
}

export function pastedText(text: string): ChosenFile {
  const name = 'The pasted text';
  if (text.length > MAX_FILE_BYTES) return { name, bytes: failure('file_too_large') };
  return chosen(name, new TextEncoder().encode(text));
}

/** Reads a file; where its text is broken, says what is broken in it. */
function read<T>(
  { bytes, damage }: ChosenFile,
  reader: (bytes: Uint8Array<ArrayBuffer>) => Result<T>,
): Result<T> {
  if (!bytes.ok) return bytes;
  const answer = reader(bytes.value);
  const isDamage = !answer.ok && (answer.error.code === 'not_pem' || answer.error.code === 'pem_incomplete');
  return isDamage && damage ? failure('pem_incomplete', damage) : answer;
}

export type Slot = 'certificate' | 'privateKey';

/**
 * Which file goes into which slot. A bundle of both goes into both; a file that is neither goes where its name or the
 * person pointed, so that its problem is shown there. What finds no place is left out, and its name is answered.
 */
export function sortFiles(files: readonly ChosenFile[], pointedAt?: Slot) {
  const slots: Partial<Record<Slot, ChosenFile>> = {};
  const unsure: ChosenFile[] = [];
  const leftOut: string[] = [];
  for (const file of files) {
    const content = file.bytes.ok ? sortFile(file.bytes.value) : { certificate: false, privateKey: false };
    if (!content.certificate && !content.privateKey) {
      unsure.push(file);
      continue;
    }
    let placed = false;
    if (content.certificate && !slots.certificate) {
      slots.certificate = file;
      placed = true;
    }
    if (content.privateKey && !slots.privateKey) {
      slots.privateKey = file;
      placed = true;
    }
    if (!placed) leftOut.push(file.name);
  }
  for (const file of unsure) {
    const wanted = pointedAt ?? (/\.key$|priv/i.test(file.name) ? 'privateKey' : 'certificate');
    const slot = slots[wanted] ? (wanted === 'certificate' ? 'privateKey' : 'certificate') : wanted;
    if (slots[slot]) leftOut.push(file.name);
    else slots[slot] = file;
  }
  return { slots, leftOut };
}

/** What is known of the certificate beyond its bytes; it takes a moment of WebCrypto. */
export interface CertificateChecks {
  sha256: string;
  selfSigned: 'yes' | 'no' | 'cannot say';
}

interface KeyChecks {
  key: Result<PrivateKeyFacts>;
  /** Whether a session key wrapped with the certificate was unwrapped with this key. */
  proof: Result<true> | undefined;
}

/** A pair that the key tools hand over is chosen already, under the documented names; it is taken from there for good. */
function handedOverFiles(): Partial<Record<Slot, ChosenFile>> {
  const pair = takeHandedOver();
  if (!pair) return {};
  return {
    certificate: { ...pastedText(pair.certificate), name: 'tenant.pem' },
    privateKey: { ...pastedText(pair.privateKey), name: 'private.pem' },
  };
}

export type UploadDraft = ReturnType<typeof useUploadDraft>;

/**
 * What is chosen in the panel and what it turned out to be. It lives in this component alone and is gone with it:
 * private key and password are in no cache and no storage.
 */
export function useUploadDraft() {
  const [files, setFiles] = useState(handedOverFiles);
  const [leftOut, setLeftOut] = useState<string[]>([]);
  const [password, setPassword] = useState('');

  const certificate = useMemo(
    () => files.certificate && read(files.certificate, readCertificateFile),
    [files.certificate],
  );
  const keyBlock = useMemo(
    () => files.privateKey && read(files.privateKey, readPrivateKeyFile),
    [files.privateKey],
  );

  const facts = certificate?.ok ? certificate.value : undefined;
  const certificateChecks = useChecked(facts, checkCertificate);
  const keyInput = useMemo(
    () => (keyBlock?.ok ? { block: keyBlock.value, password, facts } : undefined),
    [keyBlock, password, facts],
  );
  // While a password is typed, each letter would cost a whole key derivation.
  const keyChecks = useChecked(keyInput, checkKey, password === '' ? 0 : 250);

  const put = (chosen: Partial<Record<Slot, ChosenFile>>) => {
    setFiles((before) => ({ ...before, ...chosen }));
    if (chosen.privateKey) setPassword('');
  };

  return {
    files,
    leftOut,
    certificate,
    certificateChecks,
    /** undefined while nothing is chosen or the check is under way. */
    key: keyBlock && !keyBlock.ok ? keyBlock : keyChecks?.key,
    keyIsBeingChecked: keyBlock?.ok === true && keyChecks === undefined,
    proof: keyChecks?.proof,
    password,
    setPassword,
    isEmpty: !files.certificate && !files.privateKey,
    /** Files that were dropped, or chosen in one slot. */
    add: async (list: readonly File[], pointedAt?: Slot) => {
      const { slots, leftOut: names } = sortFiles(await Promise.all(list.map(chooseFile)), pointedAt);
      setLeftOut(names);
      put(pointedAt ? keepPointed(slots, pointedAt, files) : slots);
    },
    paste: (text: string, slot: Slot) => put({ [slot]: pastedText(text) }),
    /** The same key in another form, under the name that the documentation gives it. */
    convertKey: (text: string) =>
      put({
        privateKey: {
          ...pastedText(text),
          name: 'private.pem',
          convertedFrom: files.privateKey?.name ?? '',
        },
      }),
    /** Each file to the place of the other; one alone moves to the free place. */
    swap: () => {
      const { certificate: key, privateKey: own } = files;
      setFiles({ ...(own && { certificate: own }), ...(key && { privateKey: key }) });
      setPassword('');
    },
    clear: (slot: Slot) => {
      setFiles(({ [slot]: _, ...rest }) => rest);
      if (slot === 'privateKey') setPassword('');
      setLeftOut([]);
    },
  };
}

/**
 * One file chosen in one slot belongs there, even when it is the wrong kind: the slot then says so. Only a bundle also
 * fills the other slot, and only when that is empty.
 */
function keepPointed(
  slots: Partial<Record<Slot, ChosenFile>>,
  pointedAt: Slot,
  before: Partial<Record<Slot, ChosenFile>>,
): Partial<Record<Slot, ChosenFile>> {
  const other = pointedAt === 'certificate' ? 'privateKey' : 'certificate';
  const file = slots[pointedAt] ?? slots[other];
  if (!file) return {};
  const isBundle =
    file.bytes.ok && readCertificateFile(file.bytes.value).ok && readPrivateKeyFile(file.bytes.value).ok;
  return isBundle && !before[other] ? { [pointedAt]: file, [other]: file } : { [pointedAt]: file };
}

async function checkCertificate(facts: CertificateFacts): Promise<CertificateChecks> {
  const [{ sha256 }, selfSigned] = await Promise.all([fingerprints(facts.der), verifiesItself(facts)]);
  return { sha256, selfSigned };
}

async function checkKey(input: {
  block: Parameters<typeof inspectPrivateKey>[0];
  password: string;
  facts: CertificateFacts | undefined;
}): Promise<KeyChecks> {
  const key = await inspectPrivateKey(input.block, input.password || undefined);
  if (!key.ok || !input.facts) return { key, proof: undefined };
  return { key, proof: await provesKeyPair(input.facts, key.value) };
}

/** The outcome of an asynchronous check of `input`; undefined until it is there, and never that of an older input. */
function useChecked<Input extends object, Outcome>(
  input: Input | undefined,
  check: (input: Input) => Promise<Outcome>,
  delay = 0,
): Outcome | undefined {
  const [checked, setChecked] = useState<{ input: Input; outcome: Outcome }>();
  useEffect(() => {
    if (!input) return;
    let stale = false;
    const run = async () => {
      const outcome = await check(input);
      if (!stale) setChecked({ input, outcome });
    };
    const timer = setTimeout(() => void run(), delay);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [input, check, delay]);
  return input && checked?.input === input ? checked.outcome : undefined;
}
