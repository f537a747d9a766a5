import { filesInFolder } from './folder-files.ts';

/** A file or folder that the browser may not read. `why`: the name of its error. */
export interface Unreadable {
  path: string;
  why: string;
}

export interface Dropped {
  files: File[];
  unreadable: Unreadable[];
}

/** Chromium has it; the DOM's types do not declare it. */
interface ItemWithHandle {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
}

/**
 * What was dropped. The browser empties the list as soon as the event has ended, so all is taken before anything is
 * awaited. An entry is asked last: in Chromium it gives no file to a page that is a file, as the copy of the key tools.
 */
async function itemsIn(data: DataTransfer) {
  const items = [...data.items].map((item) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
    handle: (item as ItemWithHandle).getAsFileSystemHandle?.().catch(() => null),
  }));
  return Promise.all(
    items.map(async ({ entry, file, handle }) => {
      const given = await handle;
      const folder = given?.kind === 'directory' ? (given as FileSystemDirectoryHandle) : undefined;
      return { entry, file: entry?.isDirectory ? null : file, folder };
    }),
  );
}

/**
 * The dropped folders, where the browser gives them whole, and everything else as it was dropped. Going through a folder
 * of 20,000 files takes a tenth of the time then. Must be called while the event is being handled.
 */
export async function droppedFolders(
  data: DataTransfer,
): Promise<Dropped & { folders: FileSystemDirectoryHandle[] }> {
  const items = await itemsIn(data);
  const others = items.filter(({ folder }) => !folder);
  return {
    ...together(await Promise.all(others.map(inItem))),
    folders: items.flatMap(({ folder }) => folder ?? []),
  };
}

/** Each file with its path in its folder, which a file loses on its way to a worker. */
export const withPaths = (files: readonly File[]): { name: string; blob: File }[] =>
  files.map((blob) => ({ name: blob.webkitRelativePath || blob.name, blob }));

/** The dropped files, including those in dropped folders. Must be called while the event is being handled. */
export async function droppedFiles(data: DataTransfer): Promise<Dropped> {
  const items = await itemsIn(data);
  return together(
    await Promise.all(items.map((item) => (item.folder ? inFolder(item.folder) : inItem(item)))),
  );
}

async function inItem({
  entry,
  file,
}: {
  entry: FileSystemEntry | null;
  file: File | null;
}): Promise<Dropped> {
  if (file) return { files: [file], unreadable: [] };
  return entry ? inEntry(entry) : { files: [], unreadable: [] };
}

async function inFolder(folder: FileSystemDirectoryHandle): Promise<Dropped> {
  const all: Dropped[] = [];
  for await (const { files, unreadable } of filesInFolder(folder))
    all.push({ files: files.map(({ name, blob }) => withPath(blob, name)), unreadable });
  return together(all);
}

const together = (all: readonly Dropped[]): Dropped => ({
  files: all.flatMap(({ files }) => files),
  unreadable: all.flatMap(({ unreadable }) => unreadable),
});

/** What cannot be read is told, and takes nothing else with it. */
async function inEntry(entry: FileSystemEntry): Promise<Dropped> {
  // The path inside the dropped folder.
  const path = entry.fullPath.slice(1);
  const all: Dropped[] = [];
  try {
    if (entry.isFile) return { files: [await fileOf(entry as FileSystemFileEntry, path)], unreadable: [] };
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      // Each call answers at most a hundred entries; an empty answer means that there are no more.
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (some.length === 0) return together(all);
      all.push(...(await Promise.all(some.map(inEntry))));
    }
  } catch (error) {
    const why = error instanceof Error ? error.name : 'unknown';
    return together([...all, { files: [], unreadable: [{ path, why }] }]);
  }
}

async function fileOf(entry: FileSystemFileEntry, path: string): Promise<File> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return path.includes('/') ? withPath(file, path) : file;
}

/** The browser sets this property only for a chosen folder. */
const withPath = (file: File, path: string): File =>
  Object.defineProperty(file, 'webkitRelativePath', { value: path });
