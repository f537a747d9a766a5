/** What operating systems and storage put beside people's files. */

const NAMES = /^(\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|\.localized|\.directory|Icon\r)$/i;
/** Folders: of macOS, Synology, Windows and Linux. */
const FOLDERS =
  /^(__MACOSX|\.AppleDouble|\.Spotlight-V100|\.Trashes|\.fseventsd|@eaDir|#recycle|System Volume Information|\$RECYCLE\.BIN|\.Trash-\d+)$/i;
/** AppleDouble (RFC 1740, appendix B): macOS's attributes of a file, as "._" and its name beside it. */
const APPLE_DOUBLE = [0x00, 0x05, 0x16, 0x07];

/** `start`: the first bytes. A file "._x" that is no AppleDouble is a person's own. */
export function isJunk(path: string, start: Uint8Array): boolean {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  if (NAMES.test(name) || folders.some((folder) => FOLDERS.test(folder))) return true;
  return isNamedAppleDouble(name) && APPLE_DOUBLE.every((byte, i) => start[i] === byte);
}

/** Only its first bytes tell whether it is one. */
export const isNamedAppleDouble = (path: string): boolean => /(?:^|\/)\._[^/]*$/.test(path);
