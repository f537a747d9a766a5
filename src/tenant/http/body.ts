import { sizeText } from '../../domain/counted.ts';
import { joined } from '../../pki/asn1/bytes.ts';
import { Refused } from './problem.ts';

/** Largest body in bytes; a certificate and its key in PEM have a few kilobytes. */
export const BODY_LIMIT = 256 * 1024;

/** Deepest nesting of arrays and objects. No call of the contract needs more than three levels. */
const DEEPEST = 16;

/**
 * Reads the JSON of a request. The parser's own message is dropped: it quotes the body, which may contain a private
 * key.
 */
export async function readJson(request: Request, limit = BODY_LIMIT): Promise<unknown> {
  typeOf(request, ['application/json']);
  const bytes = await readBody(request, limit);
  // Counted before it is parsed, because the parser takes many times the memory of what it parses.
  if (isDeeper(bytes, DEEPEST))
    throw new Refused('invalid_request', { detail: 'the body is nested too deeply' });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new Refused('invalid_request', { detail: 'the body is not JSON' });
  }
}

/** A body that is bytes of a media type, such as a recording. */
export interface Octets<Type extends string = string> {
  type: Type;
  bytes: Uint8Array<ArrayBuffer>;
}

export async function readOctets(request: Request, types: readonly string[], limit: number): Promise<Octets> {
  const type = typeOf(request, types);
  return { type, bytes: await readBody(request, limit) };
}

/** The media type of the body, without its parameters. Refused unless it is one of `types`. */
function typeOf(request: Request, types: readonly string[]): string {
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && types.includes(type)) return type;
  throw new Refused('unsupported_media_type', { detail: types.join(' or ') });
}

/** The size that the body says it has; the limit where it says nothing. */
export const announcedSize = (request: Request, limit: number): number =>
  Math.min(limit, Number(request.headers.get('Content-Length') ?? limit));

/** A body has ten seconds, and as long as a line of 100 kB a second takes. */
const timeFor = (bytes: number): number => 10_000 + bytes / 100;

/** The bytes are counted as they arrive, because Content-Length may be missing or wrong. */
export async function readBody(
  request: Request,
  limit: number,
  withinMs = timeFor(limit),
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () =>
    new Refused('body_too_large', limit === BODY_LIMIT ? {} : { detail: sizeText(limit) });
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  const sink = new WritableStream<Uint8Array>({
    write(part) {
      size += part.byteLength;
      if (size > limit) throw tooLarge();
      parts.push(part);
    },
  });
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Refused('body_too_slow')), withinMs);
  try {
    await request.body?.pipeTo(sink, { signal: late.signal });
  } catch (error) {
    // A caller who goes away in the middle is no error of this server.
    throw error instanceof Refused
      ? error
      : new Refused('invalid_request', { detail: 'the body ends before its time' });
  } finally {
    clearTimeout(timer);
  }
  return joined(parts);
}

/** Whether JSON is nested deeper than `most`. One pass over the bytes; brackets in strings do not count. */
export function isDeeper(json: Uint8Array, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPENING_BRACKET || byte === OPENING_BRACE) {
      if (++depth > most) return true;
    } else if (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) depth--;
  }
  return false;
}

const [QUOTE, BACKSLASH, OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] =
  Buffer.from('"\\[]{}');
