import { handedOver } from '../../client/session/hand-over.ts';
import { MAX_FILE_BYTES, sortFile } from '../../pki/files/files.ts';
import { mendFile, type Mending } from '../../pki/pem/mend-pem.ts';
import { isJunk } from '../../pki/pile/junk.ts';
import { errorOfReading } from '../../pki/pile/source.ts';
import { failure, success, type Result } from '../../pki/result.ts';

/**
 * A file under the name that the person knows. A file that is too large is not read. PEM is brought into its normal
 * form where that is possible.
 */
export interface ChosenFile {
  name: string;
  bytes: Result<Uint8Array<ArrayBuffer>>;
  /** What was mended in its text. */
  mended?: readonly Mending[];
  /** What is broken in its text and cannot be mended. */
  damage?: string | undefined;
  /** Whether it came with a whole folder, of which most files are something else. */
  inFolder?: boolean;
  /** The name of the chosen file from which this one was converted. */
  convertedFrom?: string;
}

const chosen = (name: string, bytes: Uint8Array<ArrayBuffer>): ChosenFile => {
  const file = mendFile(bytes);
  return { name, bytes: success(file.bytes), mended: file.mended, damage: file.damage };
};

/** Undefined for a file that an operating system put into the folder. */
export async function chooseFile(file: File): Promise<ChosenFile | undefined> {
  const { name, size } = file;
  const path = file.webkitRelativePath || name;
  const inFolder = path.includes('/');
  if (isJunk(path, NO_BYTES)) return undefined;
  if (size > MAX_FILE_BYTES) return { name, bytes: failure('file_too_large'), inFolder };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return isJunk(path, bytes) ? undefined : { ...chosen(name, bytes), inFolder };
  } catch (error) {
    return { name, bytes: { ok: false, error: errorOfReading(error) }, inFolder };
  }
}

const NO_BYTES = new Uint8Array(0);

export function pastedText(text: string): ChosenFile {
  const name = 'The pasted text';
  if (text.length > MAX_FILE_BYTES) return { name, bytes: failure('file_too_large') };
  return chosen(name, new TextEncoder().encode(text));
}

export type Slot = 'certificate' | 'privateKey';

/**
 * Decides which file goes into which slot. A bundle of both goes into both. A file that is neither goes where its name
 * points, or where the person dropped it, so that its problem is shown there; not so in a folder. The names of files
 * that fit nowhere are answered as `leftOut`.
 */
export function sortFiles(files: readonly ChosenFile[], pointedAt?: Slot) {
  const slots: Partial<Record<Slot, ChosenFile>> = {};
  const unsure: ChosenFile[] = [];
  const leftOut: string[] = [];
  for (const file of files) {
    const content = contentOf(file);
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
    if (file.inFolder) {
      const isRead = file.bytes.ok || file.bytes.error.code === 'file_too_large';
      leftOut.push(isRead ? file.name : notReadable(file.name));
      continue;
    }
    const wanted = pointedAt ?? (/\.key$|priv/i.test(file.name) ? 'privateKey' : 'certificate');
    const slot = slots[wanted] ? (wanted === 'certificate' ? 'privateKey' : 'certificate') : wanted;
    if (slots[slot]) leftOut.push(file.name);
    else slots[slot] = file;
  }
  return { slots, leftOut };
}

export const notReadable = (name: string): string => `${name} (it could not be read)`;

const contentOf = ({ bytes }: ChosenFile) =>
  bytes.ok ? sortFile(bytes.value) : { certificate: false, privateKey: false };

/**
 * A file that was chosen in a slot stays there even if it is the wrong kind; the slot then says so. Only a bundle also
 * fills the other slot, and only if that is empty.
 */
export function keepPointed(
  slots: Partial<Record<Slot, ChosenFile>>,
  pointedAt: Slot,
  before: Partial<Record<Slot, ChosenFile>>,
): Partial<Record<Slot, ChosenFile>> {
  const other = pointedAt === 'certificate' ? 'privateKey' : 'certificate';
  const file = slots[pointedAt] ?? slots[other];
  if (!file) return {};
  const { certificate, privateKey } = contentOf(file);
  const isBundle = certificate && privateKey;
  return isBundle && !before[other] ? { [pointedAt]: file, [other]: file } : { [pointedAt]: file };
}

/** A pair from the key tools fills both slots, under the names of its files. */
export function handedOverFiles(): Partial<Record<Slot, ChosenFile>> {
  const pair = handedOver();
  if (!pair) return {};
  return {
    certificate: { ...pastedText(pair.certificate), name: pair.names.certificate },
    privateKey: { ...pastedText(pair.privateKey), name: pair.names.privateKey },
  };
}
