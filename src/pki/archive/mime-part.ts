/**
 * What an S/MIME message contains is a MIME entity (RFC 8551, 3.1): headers, an empty line, and the file, mostly in
 * base64. Unwraps it piece by piece. What begins in another way is left as it is.
 */

import { joined } from '../asn1/bytes.ts';
import { latin1, latin1Bytes } from '../asn1/text.ts';

/** Headers that are longer belong to no message. */
const MAX_HEADER_BYTES = 16 * 1024;
const NOTHING = new Uint8Array(0);

/** The headers of a MIME entity, unfolded, and where its body begins; undefined where they do not end. */
export function mimeHead(text: string): { headers: string; body: number; isBase64: boolean } | undefined {
  const end = /\r?\n\r?\n/.exec(text);
  if (!end) return undefined;
  const headers = text.slice(0, end.index).replaceAll(/\r?\n[ \t]/g, ' ');
  const isBase64 = /^content-transfer-encoding:[ \t]*base64/im.test(headers);
  return { headers, body: end.index + end[0].length, isBase64 };
}

export class MimePart {
  /** The name of the file that the headers say. */
  name: string | undefined;
  #head: Uint8Array | undefined = NOTHING;
  #isBase64 = false;
  /** Characters of base64 that are no whole group yet. */
  #rest = '';

  push(bytes: Uint8Array): Uint8Array {
    if (!this.#head) return this.#decoded(bytes);
    const head = joined([this.#head, bytes]);
    const text = latin1(head.subarray(0, MAX_HEADER_BYTES));
    const isMime = /^(?:content-[a-z-]{1,40}|mime-version):/i.test(text);
    const mime = isMime ? mimeHead(text) : undefined;
    const isTooLittle = isMime
      ? !mime && head.length < MAX_HEADER_BYTES
      : head.length < 'content-transfer-encoding:'.length && couldBegin(text);
    this.#head = isTooLittle ? head : undefined;
    if (isTooLittle) return NOTHING;
    if (!mime) return head;
    this.#isBase64 = mime.isBase64;
    this.name = /\bname="?([^";\r\n]{1,200})/i.exec(mime.headers)?.[1]?.trim();
    return this.#decoded(head.subarray(mime.body));
  }

  end(): Uint8Array {
    const left = this.#head ?? NOTHING;
    this.#head = undefined;
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? left : bytesIn(rest);
  }

  #decoded(bytes: Uint8Array): Uint8Array {
    if (!this.#isBase64) return bytes;
    const text = this.#rest + latin1(bytes).replaceAll(/[^A-Za-z0-9+/]+/g, '');
    const whole = text.length - (text.length % 4);
    this.#rest = text.slice(whole);
    return bytesIn(text.slice(0, whole));
  }
}

const couldBegin = (text: string): boolean =>
  'content-'.startsWith(text.slice(0, 8).toLowerCase()) || 'mime-version:'.startsWith(text.toLowerCase());

/** The last group may be short, and a single character is none. */
const bytesIn = (base64: string): Uint8Array =>
  latin1Bytes(atob(base64.length % 4 === 1 ? base64.slice(0, -1) : base64));
