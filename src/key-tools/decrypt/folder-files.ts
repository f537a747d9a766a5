import type { NamedBlob } from '../../pki/pile/source.ts';
import type { Unreadable } from '../../ui/form/dropped-files.ts';

/** So many files are asked for at once: one by one, 20,000 would take ten seconds, and so they take one. */
const AT_ONCE = 64;

export interface FolderFiles {
  files: NamedBlob[];
  unreadable: Unreadable[];
}

/** All files below a folder that the person gave the page, in parts, as the browser finds them. */
export async function* filesInFolder(folder: FileSystemDirectoryHandle): AsyncGenerator<FolderFiles> {
  yield* below(folder, folder.name);
}

async function* below(folder: FileSystemDirectoryHandle, path: string): AsyncGenerator<FolderFiles> {
  const folders: FileSystemDirectoryHandle[] = [];
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
      if (handle.kind === 'directory') folders.push(handle as FileSystemDirectoryHandle);
      else if (waiting.push(handle as FileSystemFileHandle) === AT_ONCE) yield await read();
    }
  } catch (error) {
    yield { files: [], unreadable: [{ path, why: nameOf(error) }] };
  }
  yield await read();
  for (const inner of folders) yield* below(inner, `${path}/${inner.name}`);
}

async function fileOf(handle: FileSystemFileHandle, name: string): Promise<NamedBlob | Unreadable> {
  try {
    return { name, blob: await handle.getFile() };
  } catch (error) {
    return { path: name, why: nameOf(error) };
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
