/** Saves decrypted media: with the File System Access API where the browser has it, otherwise as a download. */

interface Pickers {
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
