/**
 * PEM as people paste it: with "\n" for line ends (JSON, environment variables), on one line (terminals, web forms),
 * indented (YAML), after "> " (mail), in quotation marks, with dashes and spaces that a word processor replaced. This
 * is our own code, because no library mends PEM. A block is mended only if its text can be read in just one way: both
 * boundaries have the same label, and everything between them is base64. So a wrong guess cannot pass.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { isText, textOf } from '../asn1/text.ts';
import { base64In } from './base64-alone.ts';
import { labelOf } from './kind.ts';
import { decodeBase64, encodePem, isOtherLabel, readPem } from './pem.ts';

/** What was mended. `domain/mending.ts` has the sentence for each. */
export type Mending =
  | 'written line breaks'
  | 'missing line breaks'
  | 'quotation marks'
  | 'indentation'
  | 'mail quoting'
  | 'odd characters'
  | 'dashes'
  | 'base64 alone';

export interface Mended {
  /** The file with its blocks in their normal form; unchanged where nothing could or had to be mended. */
  bytes: Bytes;
  mended: Mending[];
  /** What is broken, for `pem_incomplete`, where a text is PEM but cannot be mended. */
  damage?: string;
}

/** Mends the PEM in a file if needed. The time grows linearly with the length of the text. */
export function mendFile(bytes: Bytes): Mended {
  const text = textOf(bytes);
  const asItIs: Mended = { bytes, mended: [] };
  if (/BEGIN|END/.test(text)) {
    const blocks = readPem(text);
    if (blocks.length > 0 && blocks.every(({ label, problem }) => !problem || isOtherLabel(label)))
      return asItIs;
    const mended = mendText(text);
    if (typeof mended === 'string') return { ...asItIs, damage: mended };
    if (mended) return mended;
  }
  return (isText(bytes.subarray(0, 1024)) && withoutBoundaries(text)) || asItIs;
}

/** Base64 that stands alone: one thing is taken as it is, several become PEM. */
function withoutBoundaries(text: string): Mended | undefined {
  const all = base64In(text);
  const [only] = all;
  if (!only) return undefined;
  const { bytes, mended } = all.length > 1 ? { bytes: asPem(all), mended: [] } : inside(only);
  return { bytes, mended: ['base64 alone', ...mended] };
}

const isPem = (bytes: Bytes): boolean => bytes[0] === '-'.charCodeAt(0);
const inside = (bytes: Bytes): Mended => (isPem(bytes) ? mendFile(bytes) : { bytes, mended: [] });

const asPem = (all: readonly Bytes[]): Bytes =>
  new TextEncoder().encode(
    all
      .map((bytes) =>
        isPem(bytes) ? textOf(inside(bytes).bytes) : encodePem(labelOf(bytes) ?? 'JAVA KEYSTORE', bytes),
      )
      .join('\n'),
  );

/** Invisible characters, and characters that look like a space or a hyphen but are none. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const ODD_SPACE = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u0085\v\f]/g;
const ODD_DASH = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/;

/** Every repetition is limited, so that a megabyte of dashes takes no longer than a megabyte of letters. */
const BOUNDARY =
  /([-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]{1,10})[ \t]{0,10}(BEGIN|END)[ \t]{1,10}([A-Z0-9][A-Za-z0-9 ]{0,60}?)[ \t]{0,10}([-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]{1,10})/g;

interface Boundary {
  kind: string;
  label: string;
  start: number;
  end: number;
}

/** The mended text; undefined where it contains no block; a part of a sentence where a block is broken. */
function mendText(original: string): Mended | string | undefined {
  const found = new Set<Mending>();
  let text = original;
  const replace = (pattern: RegExp, by: string, what: Mending) => {
    const after = text.replaceAll(pattern, by);
    if (after !== text) found.add(what);
    text = after;
  };
  replace(/\\{1,4}r\\{1,4}n|\\{1,4}[nr]/g, '\n', 'written line breaks');
  replace(UNSEEN, '', 'odd characters');
  replace(ODD_SPACE, ' ', 'odd characters');

  // Separates the last dashes of a block from the first dashes of the next one.
  replace(/-----(?=-----BEGIN )/g, '-----\n', 'missing line breaks');

  const boundaries: Boundary[] = [];
  for (const match of text.matchAll(BOUNDARY)) {
    const [whole, before = '', kind = '', label = '', after = ''] = match;
    if (ODD_DASH.test(before + after) || before.length !== 5 || after.length !== 5) found.add('dashes');
    boundaries.push({ kind, label, start: match.index, end: match.index + whole.length });
  }
  if (boundaries.length === 0) return undefined;

  const blocks: string[] = [];
  for (let i = 0; i < boundaries.length;) {
    const [begin, end] = [boundaries[i]!, boundaries[i + 1]];
    const isClosed = end?.kind === 'END' && end.label === begin.label;
    if (isOtherLabel(begin.label)) {
      blocks.push(`${text.slice(begin.start, isClosed ? end.end : begin.end)}\n`);
      i += isClosed ? 2 : 1;
      continue;
    }
    if (begin.kind !== 'BEGIN') return `END ${begin.label} stands there without its BEGIN`;
    if (end?.kind !== 'END') return `the line END ${begin.label} is missing`;
    if (!isClosed) return `BEGIN ${begin.label} ends with END ${end.label}`;
    // What stands before the block on its line, from the last dash of a block that stands there, too.
    const gap = text.slice((boundaries[i - 1]?.end ?? 1) - 1, begin.start);
    const before = gap.slice(gap.lastIndexOf('\n') + 1);
    const block = mendBlock(begin.label, before, text.slice(begin.end, end.start), found);
    if (!block.ok) return block.damage;
    blocks.push(block.text);
    i += 2;
  }
  // Nothing else was mended although the reader found no block: there was text on the lines of BEGIN and END.
  if (found.size === 0 && boundaries.some(({ label }) => !isOtherLabel(label)))
    found.add('missing line breaks');
  return { bytes: new TextEncoder().encode(blocks.join('')), mended: [...found] };
}

/**
 * RFC 1421 headers of an encrypted key, on lines of their own or not. The cipher determines the length of the
 * initialisation vector.
 */
const HEADERS =
  /^\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*((?:AES|CAMELLIA)[A-Z0-9-]{1,20},\s?[0-9A-Fa-f]{32}|DES[A-Z0-9-]{1,20},\s?[0-9A-Fa-f]{16})/;

type Block = { ok: true; text: string } | { ok: false; damage: string };

function mendBlock(label: string, before: string, inside: string, found: Set<Mending>): Block {
  // Quoted strings on one line with commas or plus signs between them, as in a list.
  let lines = inside.replaceAll(/["'`]\s{0,20}[,+]?\s{0,20}["'`]/g, '\n').split(/\r\n|[\r\n]/);
  if (lines.length > inside.split(/\r\n|[\r\n]/).length) found.add('quotation marks');
  const quoted = before.trimStart().startsWith('>') || lines.some((line) => /^\s*>/.test(line));
  if (quoted) found.add('mail quoting');
  lines = lines.map((line) => (quoted ? line.replace(/^[\s>]+/, '') : line));
  if (lines.slice(1).some((line) => /^[ \t]+\S/.test(line)) || /^[ \t]+$/.test(before))
    found.add('indentation');
  // Quotation marks around each line, followed by a comma, a plus or a backslash, as in source code.
  const bare = lines.map((line) =>
    line
      .trim()
      .replace(/^["'`]+/, '')
      .replace(/(?<!["'`])["'`]+\s*[,+]?$|(?<!\\)\\+$/, ''),
  );
  if (bare.some((line, i) => line !== lines[i]!.trim()) || /["'`]$/.test(before))
    found.add('quotation marks');
  const content = bare.join('\n');
  const [headers, dekInfo] = HEADERS.exec(content) ?? [];
  const base64 = content.slice(headers?.length ?? 0).replaceAll(/\s+/g, '');
  if (
    /\S[ \t]+\S/.test(content.slice(headers?.length ?? 0)) ||
    (!content.includes('\n') && base64.length > 80)
  ) {
    found.add('missing line breaks');
  }
  const strange = /[^A-Za-z0-9+/=]/.exec(base64);
  if (strange) return { ok: false, damage: `“${strange[0]}” stands between BEGIN and END ${label}` };
  if (base64 === '') return { ok: false, damage: `nothing stands between BEGIN and END ${label}` };
  const der = decodeBase64([base64]);
  if (!der) return { ok: false, damage: `characters are missing between BEGIN and END ${label}` };
  const text = encodePem(label, der);
  if (headers === undefined) return { ok: true, text };
  const [first, ...rest] = text.split('\n');
  return {
    ok: true,
    text: [first, 'Proc-Type: 4,ENCRYPTED', `DEK-Info: ${dekInfo}`, '', ...rest].join('\n'),
  };
}
