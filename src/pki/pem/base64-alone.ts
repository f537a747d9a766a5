/**
 * Base64 without BEGIN and END, wherever it stands in a text: `base64 x.p12`, `gpgsm --base64`, a secret of Azure Key
 * Vault or Kubernetes, `x5c` (RFC 7515, 4.1.6). Nothing is guessed: what is decoded says itself what it is, and DER also
 * where it ends.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { isJks } from '../jks/jks.ts';
import { containerKind, labelOf, sequenceLength } from './kind.ts';
import { decodeBase64 } from './pem.ts';

/** How a SEQUENCE with a longer length, a Java keystore and "-----BEGIN " begin in base64. */
const START = /(?<![A-Za-z0-9+/_-])(?:MI[A-P]|\/u3\+7Q|LS0tLS1CRUdJTi)/g;
const PIECE = /[A-Za-z0-9+/_-]+/y;
const BLANKS = /\s+(?=[A-Za-z0-9+/_-])/y;
/** To a line with nothing but base64: the next line of YAML may begin with a name. */
const NEXT_LINE = /[ \t]*\r?\n[ \t]*(?=[A-Za-z0-9+/_-]+={0,2}[ \t\r]*$)/my;

/** As JSON may write a slash, a plus, the padding and a line end, and XML a line end. */
const ESCAPED = /\\\/|\\[rn]|\\u00(?:2[BFbf]|3[Dd])|&#(?:13|x[Dd]);/g;
const UNESCAPED: Record<string, string> = {
  [String.raw`\/`]: '/',
  [String.raw`\u002f`]: '/',
  [String.raw`\u002b`]: '+',
  [String.raw`\u003d`]: '=',
};

/** The decoded things, in their order. */
export function base64In(written: string): Bytes[] {
  const text = written.replaceAll(ESCAPED, (escaped) => UNESCAPED[escaped.toLowerCase()] ?? '\n');
  const found: Bytes[] = [];
  // What begins like DER and is none may be long, and begin again and again.
  const budget = { left: 3 * text.length };
  for (let from = 0; budget.left > 0;) {
    START.lastIndex = from;
    const start = START.exec(text)?.index;
    if (start === undefined) break;
    const isText = text.startsWith('LS0t', start);
    const length = sequenceLength(decoded(text.slice(start, start + 12)) ?? NO_BYTES);
    const wanted = length === undefined ? Infinity : Math.ceil((length * 4) / 3);
    const { characters, end } = charactersFrom(text, start, wanted, isText ? NEXT_LINE : BLANKS, budget);
    const bytes = /[A-Za-z0-9+/_-]/.test(text.charAt(end)) ? undefined : decoded(characters);
    const isWhole = bytes && (isText ? isPem(bytes) : isKnown(bytes, length));
    if (isWhole) found.push(bytes);
    from = isWhole ? end : start + 1;
  }
  return found;
}

const NO_BYTES = new Uint8Array(0);

/** So much work is each piece, besides its characters. */
const PIECE_WORK = 64;

/** At most so many characters of base64, in pieces with something between them. */
function charactersFrom(
  text: string,
  start: number,
  wanted: number,
  between: RegExp,
  budget: { left: number },
) {
  let characters = '';
  let end = start;
  for (;;) {
    PIECE.lastIndex = end;
    const piece = PIECE.exec(text)?.[0].slice(0, wanted - characters.length) ?? '';
    characters += piece;
    end += piece.length;
    budget.left -= piece.length + PIECE_WORK;
    between.lastIndex = end;
    const gap = characters.length < wanted && budget.left > 0 ? between.exec(text)?.[0] : undefined;
    if (gap === undefined) return { characters, end };
    end += gap.length;
  }
}

/** RFC 4648, 4 and 5, without its padding. */
function decoded(characters: string): Bytes | undefined {
  const standard = characters.replaceAll('-', '+').replaceAll('_', '/');
  return decodeBase64([standard, '='.repeat((4 - (standard.length % 4)) % 4)]);
}

const isPem = (bytes: Bytes): boolean => new TextDecoder().decode(bytes.subarray(0, 11)) === '-----BEGIN ';

/** A structure of this field, or a Java keystore. In BER it does not say its length. */
const isKnown = (bytes: Bytes, length: number | undefined): boolean =>
  length === undefined
    ? isJks(bytes) || containerKind(bytes) !== undefined
    : bytes.length === length && labelOf(bytes) !== undefined;
