/** PEM (RFC 7468, and RFC 1421 for its headers), read as leniently as OpenSSL reads it, in one pass over the text. */
import type { Bytes } from '../asn1/asn1.ts';
import { latin1, latin1Bytes } from '../asn1/text.ts';

export interface PemBlock {
  /** "CERTIFICATE", "RSA PRIVATE KEY", … */
  label: string;
  /** Headers such as "Proc-Type" (RFC 1421, 4.6), by name. */
  headers: Record<string, string>;
  /** The decoded base64; empty where `problem` says that it cannot be read. */
  bytes: Bytes;
  /** The block has no END line with the same label, or its base64 is broken. */
  problem?: 'pem_incomplete';
}

export const pemBlock = (label: string, bytes: Bytes): PemBlock => ({ label, headers: {}, bytes });

/** The cipher of a key that is encrypted in OpenSSL's old way (RFC 1421, 4.6.1.1); undefined where it is not. */
export const procTypeCipher = ({ headers }: PemBlock): string | undefined =>
  headers['Proc-Type']?.includes('ENCRYPTED')
    ? (headers['DEK-Info']?.split(',', 1)[0] ?? 'an unnamed cipher')
    : undefined;

/** Labels of this field (RFC 7468, OpenSSL). Other programs have armour of their own, with other things inside. */
const OUR_LABELS =
  /^(?:(?:NEW |X509 |TRUSTED |ATTRIBUTE )?CERTIFICATE(?: REQUEST)?|(?:RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY|(?:RSA |EC |DSA )?PUBLIC KEY|PKCS ?#?(?:7(?: SIGNED DATA)?|12)|CMS|(?:ENCRYPTED|SIGNED) MESSAGE|X509 CRL|(?:EC|DH|DSA) PARAMETERS)$/;

/** Not so a boundary that was mangled: it runs into the next one, or has odd characters. */
export const isOtherLabel = (label: string): boolean =>
  /^[A-Za-z0-9][A-Za-z0-9 .+#_-]{0,60}$/.test(label) && !label.includes('--') && !OUR_LABELS.test(label);

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';

/**
 * The blocks of a text, in order. Text before, between and after them is skipped. Lines may end in LF, CRLF or CR, be
 * of any length and contain white space; the text may begin with a UTF-8 byte order mark. A block is `pem_incomplete`
 * where OpenSSL also refuses it: END is missing or has a different label, the base64 is invalid or wrongly padded,
 * there is an empty line in the middle, or, after headers, a line is not 64 characters long.
 */
export function readPem(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { label: string; lines: string[] } | undefined;
  const close = (complete: boolean) => {
    if (open) blocks.push(readBlock(open.label, open.lines, complete));
    open = undefined;
  };
  let pos = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (pos < text.length) {
    let end = pos;
    while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
    const line = boundaryOf(text.slice(pos, end).trimEnd());
    pos = text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
    if (isBoundary(line, BEGIN)) {
      close(false);
      open = { label: line.slice(BEGIN.length, -DASHES.length), lines: [] };
    } else if (open && line.startsWith(END)) {
      close(isBoundary(line, END) && line.slice(END.length, -DASHES.length) === open.label);
    } else if (open) {
      open.lines.push(line);
    }
  }
  close(false);
  return blocks;
}

/** SSH2 has four dashes and a blank (RFC 4716, 3.2); OpenPGP escapes dashes in a signed text (RFC 9580, 7.2). */
const boundaryOf = (line: string): string =>
  line.startsWith('- -----') || line.startsWith('---- ')
    ? line.replace(/^- (?=-)/, '').replace(/^---- ((?:BEGIN|END) SSH2 [A-Z ]{1,60}) ----$/, '-----$1-----')
    : line;

const isBoundary = (line: string, start: string): boolean =>
  line.startsWith(start) && line.endsWith(DASHES) && line.length >= start.length + DASHES.length;

const NO_BYTES = new Uint8Array(0);

function readBlock(label: string, lines: string[], complete: boolean): PemBlock {
  const headers: Record<string, string> = {};
  const incomplete = (): PemBlock => ({ label, headers, bytes: NO_BYTES, problem: 'pem_incomplete' });
  if (!complete) return incomplete();
  let first = 0;
  const blank = lines.indexOf('');
  if (blank !== -1) {
    // An empty line ends the headers, even if there are none. After it, every line except the last must have 64
    // characters.
    if (lines.includes('', blank + 1)) return incomplete();
    if (!readHeaders(lines.slice(0, blank), headers)) return incomplete();
    first = blank + 1;
    for (let i = first; i < lines.length; i++) {
      const length = lines[i]!.length;
      if (length > 64 || (length < 64 && i < lines.length - 1)) return incomplete();
    }
  }
  const bytes = decodeBase64(first === 0 ? lines : lines.slice(first));
  return bytes ? { label, headers, bytes } : incomplete();
}

/** RFC 1421 headers. A line that begins with white space continues the line before (4.6.1.1 and RFC 822). */
function readHeaders(lines: string[], headers: Record<string, string>): boolean {
  let last: string | undefined;
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (last !== undefined && (line.startsWith(' ') || line.startsWith('\t'))) {
      headers[last] += line.trim();
    } else if (colon > 0) {
      last = line.slice(0, colon).trim();
      headers[last] = line.slice(colon + 1).trim();
    } else {
      return false;
    }
  }
  // OpenSSL refuses headers that do not begin with Proc-Type.
  return lines.length === 0 || lines[0]!.startsWith('Proc-Type:');
}

/**
 * Decodes lines of base64 (RFC 4648, 4); undefined for an invalid character, misplaced padding or an incomplete group.
 * A "-" ends the base64, as in OpenSSL: the text from there to the END line is a comment.
 */
export function decodeBase64(lines: readonly string[]): Bytes | undefined {
  const [base64 = ''] = lines.join('').replaceAll(/[ \t]/g, '').split('-', 1);
  // `atob` takes other blanks, too, and base64 without its padding.
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
  return latin1Bytes(atob(base64));
}

/** A PEM block (RFC 7468, 2) with 64 characters a line. */
export function encodePem(label: string, der: Uint8Array, lineEnding: '\n' | '\r\n' = '\n'): string {
  const lines = btoa(latin1(der)).match(/.{1,64}/g) ?? [];
  return [`${BEGIN}${label}${DASHES}`, ...lines, `${END}${label}${DASHES}`, ''].join(lineEnding);
}
