/** Where decrypted media goes: the File System Access API where the browser has it, else its downloads. */

export interface Pickers {
  file: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
  folder: (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;
}

/** Undefined in Firefox and Safari, which have downloads alone. */
export function pickers(): Pickers | undefined {
  const { showSaveFilePicker: file, showDirectoryPicker: folder } = globalThis as {
    showSaveFilePicker?: Pickers['file'];
    showDirectoryPicker?: Pickers['folder'];
  };
  return file && folder && { file, folder };
}

/** Whether a person has closed the browser's window without a choice. */
export const isNoChoice = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/** The browser copies it by itself: nothing of it comes into the page. */
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

/** Removes a file that was made for what then did not come. One that held something before holds it still. */
export async function removeEmpty(file: FileSystemFileHandle): Promise<void> {
  if ((await file.getFile()).size > 0) return;
  // Chromium has it; the DOM's types do not.
  await (file as { remove?: () => Promise<void> }).remove?.();
}

/** A new file. Nothing in the folder is written over: "call.mp3" becomes "call (2).mp3". */
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

/** Names for one zip, each its own: of two "call.mp3" one becomes "call (2).mp3". */
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
