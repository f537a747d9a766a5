import { strToU8, zipSync } from 'fflate';

/**
 * Files as one zip. Nothing is compressed: media does not get smaller, and the rest is small. With `mtime`, the zip is
 * the same at every download. To be imported when it is needed, because of the library.
 */
export const zipOf = (
  files: Readonly<Record<string, string | Uint8Array>>,
  mtime?: string,
): Uint8Array<ArrayBuffer> =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
    { level: 0, ...(mtime !== undefined && { mtime }) },
  );
