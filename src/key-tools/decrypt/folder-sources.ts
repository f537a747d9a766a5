/** The files in a dropped folder, as the archive reads them. */
import { PIECE_BYTES } from '../../pki/media/decrypt-media.ts';
import { freeBuffer } from '../../pki/media/free-buffer.ts';
import { hasMediaName } from '../../pki/media/media-type.ts';
import { sourceOf, type NamedBlob, type Source } from '../../pki/pile/source.ts';
import type { Unreadable } from '../../ui/form/dropped-files.ts';
import { filesInFolder } from '../../ui/form/folder-files.ts';

/**
 * Chromium has 14 kB for each file that the page keeps, so 100,000 recordings would take more than a gigabyte. Asking for
 * a file again is a request for each folder above it, which takes a tenth of the time in which a recording is saved.
 */
const MOST_KEPT = 2000;

export async function* sourcesInFolder(
  folder: FileSystemDirectoryHandle,
  onUnreadable: (files: Unreadable[]) => void,
  mostKept = MOST_KEPT,
): AsyncGenerator<Source> {
  let kept = 0;
  let letGo = 0;
  for await (const { files, unreadable } of filesInFolder(folder)) {
    onUnreadable(unreadable);
    letGo += files.length;
    if (letGo >= COLLECTED_TOGETHER) {
      letGo = 0;
      remindOfGarbage();
    }
    yield* files.map((file) =>
      !isMedia(file) || kept++ < mostKept ? sourceOf(file) : askedForAgain(folder, file),
    );
  }
}

/**
 * Chromium does not count what a file takes outside the heap, so of 100,000 recordings it would collect what was let go of
 * too late: the index took 1.1 GB. A buffer is counted. Nothing is written into this one, so it takes no memory.
 */
const COLLECTED_TOGETHER = 3000;
const COUNTED_BYTES = 128 * 1024 * 1024;
const remindOfGarbage = (): void => freeBuffer(new ArrayBuffer(COUNTED_BYTES));

/** Media is read when somebody plays or saves it, if at all. A long one is always kept, because it is read as a stream. */
const isMedia = ({ name, blob }: NamedBlob): boolean => hasMediaName(name) && blob.size <= PIECE_BYTES;

/** Keeps the path of a file alone, and asks the folder for it when it is read. */
function askedForAgain(
  folder: FileSystemDirectoryHandle,
  { name, blob }: { name: string; blob: File },
): Source {
  const { size, lastModified } = blob;
  let asked: Promise<Source> | undefined;
  const again = async (): Promise<Source> => {
    const file = await fileAt(folder, name);
    if (file.size === size && file.lastModified === lastModified) return sourceOf({ name, blob: file });
    throw new DOMException('The file was changed since it was dropped.', 'NotReadableError');
  };
  const forget = () => {
    asked = undefined;
  };
  return {
    name,
    size,
    read: async (from, to) => {
      asked ??= again();
      asked.catch(forget);
      const source = await asked;
      if (to >= size) forget();
      return source.read(from, to);
    },
  };
}

/** `path` begins with the name of the folder itself. */
async function fileAt(folder: FileSystemDirectoryHandle, path: string): Promise<File> {
  const [, ...folders] = path.split('/');
  const name = folders.pop() ?? '';
  let inner = folder;
  for (const each of folders) inner = await inner.getDirectoryHandle(each);
  return (await inner.getFileHandle(name)).getFile();
}
