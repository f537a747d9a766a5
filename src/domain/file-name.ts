/** The names under which files are saved: those of the things in them, in every script, and safe on every system. */

/** What Windows, macOS or Linux refuse in a name, and what nobody can see: control, formatting and bidirectional characters. */
const REFUSED = /[<>:"/\\|?*\p{C}\p{Z}]+/gu;

const MAX_CHARACTERS = 100;

/** "Aufzeichnung Zürich" becomes "Aufzeichnung-Zürich"; a name with nothing to show in it becomes `otherwise`. */
export function fileNameOf(name: string, otherwise = 'certificate'): string {
  const safe = Array.from(name.normalize('NFC').replaceAll(REFUSED, '-')).slice(0, MAX_CHARACTERS).join('');
  return tidy(safe) || otherwise;
}

/** One hyphen at a time, and neither hyphen nor dot at the ends. */
const tidy = (name: string): string => name.replaceAll(/-{2,}/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '');

/** Letters that are no letter with a mark on it. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  ø: 'o',
  Ø: 'O',
  œ: 'oe',
  Œ: 'Oe',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  þ: 'th',
  ı: 'i',
};

/** The same in ASCII: "Aufzeichnung-Zurich". Undefined where most of it would be lost, as of a Japanese name. */
function asciiOf(name: string): string | undefined {
  const plain = Array.from(name, (character) => LETTERS[character] ?? character)
    .join('')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '');
  const ascii = tidy(plain.replaceAll(/[^\w.]+/g, '-'));
  return lettersIn(ascii) * 2 > lettersIn(plain) ? ascii : undefined;
}

const lettersIn = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

/**
 * A Content-Disposition that saves a file under its name (RFC 6266; RFC 8187, 3.2.1): `filename*` has the name itself,
 * `filename` one in ASCII for programs that know no other.
 */
export function attachment(name: string, extension: string, otherwise: string): string {
  const whole = `${fileNameOf(name)}.${extension}`;
  const ascii = `${asciiOf(fileNameOf(name)) ?? otherwise}.${extension}`;
  if (ascii === whole) return `attachment; filename="${ascii}"`;
  // Of what encodeURIComponent leaves alone, RFC 8187 does not allow these.
  const encoded = encodeURIComponent(whole).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
