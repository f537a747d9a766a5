/**
 * What is attached to a mail: the CMS message of S/MIME (RFC 8551, 3), a container, a key. The bytes are behind headers,
 * in base64 or as they are, alone or as one of several parts (RFC 2046, 5.1).
 */
import type { Bytes } from '../asn1/asn1.ts';
import { latin1, latin1Bytes } from '../asn1/text.ts';
import { decodeBase64 } from '../pem/pem.ts';
import { failure, success, type Result } from '../result.ts';

/** How deep parts of parts and forwarded mails are read, and how many parts. */
const MAX_DEPTH = 8;
const MAX_PARTS = 1000;
/** Headers that are longer belong to a file of another kind. */
const MAX_HEADER_CHARACTERS = 64 * 1024;

/**
 * The attachments of a mail, and its texts that contain PEM; empty for any other file. A part whose base64 is broken
 * answers `not_pkcs7`.
 */
export function partsOfMail(bytes: Bytes): Result<Bytes>[] {
  // The first line tells most files apart. "From " begins each mail in a mailbox.
  const start = latin1(bytes.subarray(0, 1024));
  if (!/^\s?(?:From [^\r\n]*\r?\n)?[A-Za-z][A-Za-z0-9-]{0,100}:/.test(start)) return [];
  const parts: Result<Bytes>[] = [];
  collect(latin1(bytes).replace(/^From [^\n]*\n/, ''), parts, 0);
  return parts;
}

function collect(entity: string, parts: Result<Bytes>[], depth: number): void {
  const { headers, body } = split(entity);
  const type = headers.get('content-type');
  if (type === undefined || depth > MAX_DEPTH || parts.length === MAX_PARTS) return;
  const mediaType = unquoted(type.split(';', 1)[0]!).toLowerCase();
  if (mediaType.startsWith('multipart/')) {
    for (const part of partsBetween(body, parameter(type, 'boundary'))) collect(part, parts, depth + 1);
    return;
  }
  const decoded = decode(body, unquoted(headers.get('content-transfer-encoding') ?? '').toLowerCase());
  if (mediaType === 'message/rfc822') collect(decoded ?? '', parts, depth + 1);
  else if (mediaType.startsWith('application/') || decoded?.includes('-----BEGIN ')) {
    parts.push(
      decoded === undefined
        ? failure('not_pkcs7', 'the base64 of an attachment is cut off or changed')
        : success(latin1Bytes(decoded)),
    );
  }
}

/** The headers by name in lower case, unfolded (RFC 5322, 2.2.3), and what comes after the empty line. */
function split(entity: string): { headers: Map<string, string>; body: string } {
  const headers = new Map<string, string>();
  let last = '';
  let at = 0;
  while (at < Math.min(entity.length, MAX_HEADER_CHARACTERS)) {
    const end = entity.indexOf('\n', at);
    const line = entity.slice(at, end === -1 ? entity.length : end).trimEnd();
    at = end === -1 ? entity.length : end + 1;
    if (line === '' && headers.size > 0) break;
    const colon = line.indexOf(':');
    if (/^[ \t]/.test(line)) headers.set(last, `${headers.get(last) ?? ''} ${line.trim()}`);
    else if (colon > 0) {
      last = line.slice(0, colon).trim().toLowerCase();
      headers.set(last, line.slice(colon + 1).trim());
    }
  }
  return { headers, body: entity.slice(at) };
}

/** The value of a parameter (RFC 2045, 5.1). */
function parameter(header: string, name: string): string {
  for (const part of header.split(';').slice(1)) {
    const equals = part.indexOf('=');
    if (part.slice(0, Math.max(0, equals)).trim().toLowerCase() === name)
      return unquoted(part.slice(equals + 1));
  }
  return '';
}

function unquoted(value: string): string {
  const trimmed = value.trim();
  return trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1).trim() : trimmed;
}

/** Where the last boundary was cut off, what is there is a part all the same. */
function* partsBetween(body: string, boundary: string): Generator<string> {
  if (boundary === '') return;
  const text = `\n${body}`;
  const mark = `\n--${boundary}`;
  let from: number | undefined;
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + mark.length)) {
    const end = text.indexOf('\n', at + mark.length);
    const rest = text.slice(at + mark.length, end === -1 ? text.length : end).trim();
    // The boundary of an inner part may begin like this one.
    if (rest !== '' && rest !== '--') continue;
    if (from !== undefined) yield text.slice(from, at);
    if (rest === '--' || end === -1) return;
    from = end + 1;
  }
  if (from !== undefined) yield text.slice(from);
}

/** Undefined for broken base64. */
function decode(body: string, encoding: string): string | undefined {
  if (encoding === 'base64') {
    const bytes = decodeBase64(body.split(/\r\n|\n|\r/));
    return bytes && latin1(bytes);
  }
  if (encoding !== 'quoted-printable') return body;
  return body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
