import type { Named } from './same-name.ts';

/** Names of saved files, made from a name in any script and safe on every system. */

/**
 * Characters that Windows, macOS or Linux refuse in a name, and invisible ones: control, formatting and bidirectional
 * characters.
 */
const REFUSED = /[<>:"/\\|?*\p{C}\p{Z}]+/gu;

const MAX_CHARACTERS = 100;

/** "Aufzeichnung Zürich" becomes "Aufzeichnung-Zürich"; a name without any allowed character becomes `otherwise`. */
export function fileNameOf(name: string, otherwise = 'certificate'): string {
  const safe = Array.from(name.normalize('NFC').replaceAll(REFUSED, '-')).slice(0, MAX_CHARACTERS).join('');
  return tidy(safe) || otherwise;
}

type ToName = Pick<Named, 'subjectName' | 'nameShared' | 'serialNumber'>;

/** The file of one certificate, without its ending. A name that another certificate has, too, gets the serial number. */
export const certificateFileName = ({ subjectName, nameShared = false, serialNumber }: ToName): string =>
  nameShared ? `${fileNameOf(subjectName)}-${serialNumber.hex}` : fileNameOf(subjectName);

/**
 * File names for several certificates in one folder, made from their subjects. Names that are equal, also if only in
 * different case, get the serial number as well.
 */
export function certificateFileNames(certificates: readonly ToName[]): string[] {
  const names = certificates.map(({ subjectName }) => fileNameOf(subjectName));
  const times = new Map<string, number>();
  const taken = new Set<string>();
  for (const name of names.map(lowerCase)) times.set(name, (times.get(name) ?? 0) + 1);
  return names.map((name, index) => {
    const { nameShared = false, serialNumber = { hex: '' } } = certificates[index] ?? {};
    const isAlone = times.get(lowerCase(name)) === 1 && !nameShared;
    const base = isAlone ? name : `${name}-${serialNumber.hex}`;
    // Certificates of different issuers may have the same serial number.
    let own = base;
    for (let number = 2; taken.has(lowerCase(own)); number++) own = `${base}-${number}`;
    taken.add(lowerCase(own));
    return `${own}.pem`;
  });
}

const lowerCase = (name: string): string => name.toLowerCase();

/** No two hyphens in a row, and no hyphen or dot at either end. */
const tidy = (name: string): string =>
  name.replaceAll(/-{2,}/g, '-').replaceAll(/^[-.]+|(?<![-.])[-.]+$/g, '');

/** Letters that Unicode does not decompose into a base letter and a mark. */
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

/** The name in ASCII: "Aufzeichnung-Zurich". Undefined where most of it would be lost, as with a Japanese name. */
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
 * A Content-Disposition header that saves a file under its name (RFC 6266; RFC 8187, 3.2.1): `filename*` has the name
 * itself, `filename` an ASCII form for programs that do not know `filename*`. `fileNameOf` has made the name safe.
 */
export function attachment(safeName: string, extension: string, otherwise: string): string {
  const whole = `${safeName}.${extension}`;
  const ascii = `${asciiOf(safeName) ?? otherwise}.${extension}`;
  if (ascii === whole) return `attachment; filename="${ascii}"`;
  // encodeURIComponent leaves these characters as they are, but RFC 8187 does not allow them.
  const encoded = encodeURIComponent(whole).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
