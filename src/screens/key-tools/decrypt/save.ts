/** Saves decrypted media: with the File System Access API where the browser has it, otherwise as a download. */

export interface Pickers {
  file: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
  folder: (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;
}

/** Undefined in Firefox and Safari, which can only download. */
export function pickers(): Pickers | undefined {
  const { showSaveFilePicker: file, showDirectoryPicker: folder } = globalThis as {
    showSaveFilePicker?: Pickers['file'];
    showDirectoryPicker?: Pickers['folder'];
  };
  return file && folder && { file, folder };
}

/** Whether the person closed the browser's file dialog without choosing. */
export const isNoChoice = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/** Writes a Blob into a file. The browser copies it without loading it into the page. */
export async function writeBlob(file: FileSystemFileHandle, blob: Blob): Promise<void> {
  const out = await file.createWritable();
  try {
    await out.write(blob);
    await out.close();
  } catch (error) {
    await out.abort().catch(() => undefined);
    throw error;
  }
}

/** Removes a file that was created for contents that then did not come. A file that had contents before keeps them. */
export async function removeEmpty(file: FileSystemFileHandle): Promise<void> {
  if ((await file.getFile()).size > 0) return;
  // Chromium has `remove`; the DOM's types do not declare it.
  await (file as { remove?: () => Promise<void> }).remove?.();
}

/** A new file. No file in the folder is overwritten: "call.mp3" becomes "call (2).mp3". */
export async function newFile(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemFileHandle> {
  for (let count = 1; ; count++) {
    const candidate = numbered(name, count);
    try {
      await folder.getFileHandle(candidate);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') {
        return folder.getFileHandle(candidate, { create: true });
      }
      throw error;
    }
  }
}

/** A zip stores lengths in four bytes. */
export const MAX_ZIP_BYTES = 4_000_000_000;

/** Names that are unique within one zip: the second "call.mp3" becomes "call (2).mp3". */
export function distinctNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let count = 1;
    while (used.has(numbered(name, count))) count++;
    used.add(numbered(name, count));
    return numbered(name, count);
  });
}

const numbered = (name: string, count: number): string =>
  count === 1 ? name : name.replace(/(\.[^.]*)?$/, ` (${count})$1`);
