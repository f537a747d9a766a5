/** What is in a zip, in the worker. */
export interface NamedBlob {
  name: string;
  blob: Blob;
}

/** Its files are unpacked in memory, so there is a bound to their number and to their size. */
const MAX_FILES = 2000;
const MAX_BYTES = 512 * 1024 * 1024;

/** The files, or what is wrong with it, in words. The library is loaded when a zip comes. */
export async function zippedFiles(zip: Blob): Promise<NamedBlob[] | string> {
  if (zip.size > MAX_BYTES) return 'a zip of more than 512 MB';
  const { unzipSync } = await import('fflate');
  let files = 0;
  let bytes = 0;
  try {
    const entries = unzipSync(new Uint8Array(await zip.arrayBuffer()), {
      filter: ({ originalSize }) => {
        files++;
        bytes += originalSize;
        return files <= MAX_FILES && bytes <= MAX_BYTES;
      },
    });
    if (files > MAX_FILES || bytes > MAX_BYTES) return 'a zip with more than 2,000 files or 512 MB in it';
    return Object.entries(entries)
      .filter(([name]) => !name.endsWith('/'))
      .map(([name, content]) => ({ name, blob: new Blob([content]) }));
  } catch {
    return 'a damaged zip';
  }
}
