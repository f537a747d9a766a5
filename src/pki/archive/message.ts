/**
 * A CMS message with its content in it, of any size: an S/MIME file with headers (RFC 8551, 3.2), PEM, DER, or BER as
 * streaming programs write it. Nothing but its beginning is in memory; the content is read where it lies.
 */
import type { Bytes } from '../asn1/asn1.ts';
import { joined } from '../asn1/bytes.ts';
import { headerAt, UNTIL_MARK } from '../asn1/header.ts';
import { latin1, latin1Bytes } from '../asn1/text.ts';
import { inOrder, ReadError, within, type Read, type Source } from '../pile/source.ts';
import { inspectPkcs7, type EnvelopeFacts } from '../cms/pkcs7.ts';
import { mimeHead } from './mime-part.ts';

interface Message {
  envelope: EnvelopeFacts;
  content: Source;
}

/** Recipients and all else before the content. An envelope for a thousand certificates has 500 kB. */
const MAX_HEAD_BYTES = 1024 * 1024;
const PIECE_BYTES = 384 * 1024;
const [SEQUENCE, SET, OCTET_STRING, CONTEXT_0, CONTEXT_0_PRIMITIVE] = [0x30, 0x31, 0x04, 0xa0, 0x80];

/** Undefined for a file that is no such message, or whose content is a file of its own. */
export async function messageIn(file: Source): Promise<Message | undefined> {
  const bytes = await bytesOf(file);
  if (!bytes) return undefined;
  const head = await bytes(0, MAX_HEAD_BYTES);
  const found = beforeContent(head);
  const facts = found && inspectPkcs7(found.envelope);
  if (!found || !facts?.ok || facts.value.type !== 'envelope') return undefined;
  const content = await contentOf(file.name, bytes, found);
  return { envelope: facts.value, content };
}

/** The message's own bytes: those of the file, or what its base64 says. */
async function bytesOf(file: Source): Promise<Read | undefined> {
  const start = await file.read(0, Math.min(file.size, 16 * 1024));
  if (start[0] === SEQUENCE) return (from, to) => file.read(from, to);
  const text = latin1(start.subarray(0, 8192));
  const [pem] = /^\s{0,10}-----BEGIN (?:CMS|PKCS7)-----\r?\n/.exec(text) ?? [];
  if (pem !== undefined) return decoded(file, pem.length);
  const head = mimeHead(text);
  if (!head || !/^content-type:[ \t]*"?application\/(?:x-)?pkcs7-mime\b/im.test(head.headers))
    return undefined;
  const { body, isBase64 } = head;
  return isBase64 ? decoded(file, body) : (from, to) => file.read(body + from, body + to);
}

function decoded(file: Source, start: number): Read {
  return inOrder(async function* () {
    let rest = '';
    for (let at = start; at < file.size; at += PIECE_BYTES) {
      const piece = await file.read(at, Math.min(file.size, at + PIECE_BYTES));
      const text = rest + latin1(piece);
      // The last line of PEM begins with "-".
      const end = text.indexOf('-');
      const base64 = (end === -1 ? text : text.slice(0, end)).replaceAll(/[\r\n\t ]+/g, '');
      const whole = end === -1 ? base64.length - (base64.length % 4) : base64.length;
      rest = base64.slice(whole);
      yield bytesIn(base64.slice(0, whole));
      if (end !== -1) return;
    }
    if (rest !== '') yield bytesIn(rest);
  });
}

function bytesIn(base64: string): Bytes {
  try {
    return latin1Bytes(atob(base64));
  } catch {
    throw new ReadError({ code: 'not_pkcs7', detail: 'its base64 is cut off or changed' });
  }
}

interface Head {
  /** The envelope without the content, DER around the elements as they are. */
  envelope: Bytes;
  /** Where the content begins, and its length; for one in pieces, where the first piece begins. */
  at: number;
  length: number;
  isInPieces: boolean;
}

/** Goes through ContentInfo and EnvelopedData (RFC 5652, 3 and 6.1) up to the content. */
function beforeContent(head: Bytes): Head | undefined {
  let at = 0;
  const into = (tag: number): number | undefined => {
    const element = headerAt(head, at);
    if (element?.tag !== tag) return undefined;
    at = element.start;
    return element.length;
  };
  const over = (): Bytes | undefined => {
    const end = endOf(head, at);
    if (end === undefined) return undefined;
    const element = head.slice(at, end);
    at = end;
    return element;
  };
  if (into(SEQUENCE) === undefined) return undefined;
  const type = over();
  if (into(CONTEXT_0) === undefined || into(SEQUENCE) === undefined) return undefined;
  const before: (Bytes | undefined)[] = [over()];
  if (head[at] === CONTEXT_0) before.push(over());
  if (head[at] !== SET) return undefined;
  before.push(over());
  if (into(SEQUENCE) === undefined) return undefined;
  const contentType = over();
  const cipher = over();
  const content = headerAt(head, at);
  if (!content || (content.tag !== CONTEXT_0 && content.tag !== CONTEXT_0_PRIMITIVE)) return undefined;
  const parts = [type, ...before, contentType, cipher];
  if (parts.some((part) => part === undefined)) return undefined;
  const [oid, ...rest] = parts as Bytes[];
  const encrypted = element(SEQUENCE, ...rest.slice(-2));
  const enveloped = element(SEQUENCE, ...rest.slice(0, -2), encrypted);
  return {
    envelope: element(SEQUENCE, oid!, element(CONTEXT_0, enveloped)),
    at: content.start,
    length: content.length,
    isInPieces: content.tag === CONTEXT_0,
  };
}

const MAX_DEPTH = 32;

function endOf(bytes: Bytes, at: number, depth = 0): number | undefined {
  const header = headerAt(bytes, at);
  if (!header || depth > MAX_DEPTH) return undefined;
  const end = header.start + header.length;
  if (header.length !== UNTIL_MARK) return end <= bytes.length ? end : undefined;
  let inside: number | undefined = header.start;
  while (inside !== undefined && inside < bytes.length) {
    if (bytes[inside] === 0 && bytes[inside + 1] === 0) return inside + 2;
    inside = endOf(bytes, inside, depth + 1);
  }
  return undefined;
}

function element(tag: number, ...contents: readonly Bytes[]): Bytes {
  const length = contents.reduce((sum, each) => sum + each.length, 0);
  const header = Uint8Array.of(tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
  return joined([header, ...contents]);
}

async function contentOf(name: string, read: Read, head: Head): Promise<Source> {
  if (!head.isInPieces) return within({ read }, name, head.at, head.length);
  let size = 0;
  // How long it is, only its end shows.
  for await (const piece of piecesOf(read, head)) size += piece.length;
  return { name, size, read: inOrder(() => piecesOf(read, head), { size }) };
}

/** A constructed OCTET STRING (X.690, 8.7.3), or one in one piece inside it. */
async function* piecesOf(read: Read, { at: start, length }: Head): AsyncGenerator<Bytes> {
  const end = length === UNTIL_MARK ? Infinity : start + length;
  let window: Bytes = new Uint8Array(0);
  let windowStart = start;
  const need = async (from: number, count: number): Promise<Bytes> => {
    if (from < windowStart || from + count > windowStart + window.length) {
      window = await read(from, from + Math.max(count, PIECE_BYTES));
      windowStart = from;
    }
    return window.subarray(from - windowStart, from - windowStart + count);
  };
  for (let at = start; at < end;) {
    const bytes = await need(at, 16);
    const header = headerAt(bytes, 0);
    if (header?.tag === 0 && header.length === 0) return;
    if (header?.tag !== OCTET_STRING || header.length === UNTIL_MARK)
      throw new ReadError({ code: 'not_pkcs7', detail: `its content ends or changes at byte ${at}` });
    const stop = at + header.start + header.length;
    for (at += header.start; at < stop;) {
      const piece = await need(at, Math.min(PIECE_BYTES, stop - at));
      if (piece.length === 0) throw new ReadError({ code: 'not_pkcs7', detail: 'its content is cut off' });
      yield piece.slice();
      at += piece.length;
    }
  }
}
