import { handedOver } from '../../client/hand-over.ts';
import { MAX_FILE_BYTES, sortFile } from '../../pki/files.ts';
import { mendFile, type Mending } from '../../pki/mend-pem.ts';
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
    const wanted = pointedAt ?? (/\.key$|priv/i.test(file.name) ? 'privateKey' : 'certificate');
    const slot = slots[wanted] ? (wanted === 'certificate' ? 'privateKey' : 'certificate') : wanted;
    if (slots[slot]) leftOut.push(file.name);
    else slots[slot] = file;
  }
  return { slots, leftOut };
}

const contentOf = ({ bytes }: ChosenFile) =>
  bytes.ok ? sortFile(bytes.value) : { certificate: false, privateKey: false };

/**
 * One file chosen in one slot belongs there, even when it is the wrong kind: the slot then says so. Only a bundle also
 * fills the other slot, and only when that is empty.
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

/** A pair that the key tools hand over is chosen already, under the names of its files. */
export function handedOverFiles(): Partial<Record<Slot, ChosenFile>> {
  const pair = handedOver();
  if (!pair) return {};
  return {
    certificate: { ...pastedText(pair.certificate), name: pair.names.certificate },
    privateKey: { ...pastedText(pair.privateKey), name: pair.names.privateKey },
  };
}
