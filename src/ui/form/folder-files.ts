import type { Unreadable } from './dropped-files.ts';

/** So many files are asked for at once: one by one, 20,000 would take ten seconds, and so they take one. */
const AT_ONCE = 64;
/** So many of the next folders are looked into beforehand: an archive has a folder for each recording. */
const AHEAD = 16;

/** A file with its path in the folder. */
interface NamedFile {
  name: string;
  blob: File;
}

export interface FolderFiles {
  files: NamedFile[];
  unreadable: Unreadable[];
}

interface Opened {
  parts: AsyncGenerator<FolderFiles>;
  /** Asked for beforehand. */
  first?: Promise<IteratorResult<FolderFiles>>;
  /** Found when all parts have been answered. */
  folders: Opened[];
}

/** All files below a folder that the person gave the page, in parts, in the order in which the browser lists them. */
export async function* filesInFolder(folder: FileSystemDirectoryHandle): AsyncGenerator<FolderFiles> {
  const waiting = [opened(folder, folder.name)];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const each of waiting.slice(-AHEAD)) each.first ??= each.parts.next();
    let part = await (next.first ?? next.parts.next());
    for (; !part.done; part = await next.parts.next()) yield part.value;
    waiting.push(...next.folders.toReversed());
  }
}

function opened(folder: FileSystemDirectoryHandle, path: string): Opened {
  const folders: Opened[] = [];
  return { parts: filesIn(folder, path, folders), folders };
}

async function* filesIn(
  folder: FileSystemDirectoryHandle,
  path: string,
  folders: Opened[],
): AsyncGenerator<FolderFiles> {
  let waiting: FileSystemFileHandle[] = [];
  const read = async () => {
    const handles = waiting;
    waiting = [];
    const all = await Promise.all(handles.map((handle) => fileOf(handle, `${path}/${handle.name}`)));
    return {
      files: all.filter((each) => 'blob' in each),
      unreadable: all.filter((each) => 'why' in each),
    };
  };
  try {
    // The DOM's types do not declare that a folder can be gone through.
    for await (const handle of (
      folder as unknown as { values: () => AsyncIterable<FileSystemHandle> }
    ).values()) {
      if (handle.kind === 'directory')
        folders.push(opened(handle as FileSystemDirectoryHandle, `${path}/${handle.name}`));
      else if (waiting.push(handle as FileSystemFileHandle) === AT_ONCE) yield await read();
    }
  } catch (error) {
    yield { files: [], unreadable: [{ path, why: nameOf(error) }] };
  }
  yield await read();
}

async function fileOf(handle: FileSystemFileHandle, name: string): Promise<NamedFile | Unreadable> {
  try {
    return { name, blob: await handle.getFile() };
  } catch (error) {
    return { path: name, why: nameOf(error) };
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
