import { Refused } from './problem.ts';

/** Largest body in bytes; a certificate and its key in PEM have a few kilobytes. */
export const BODY_LIMIT = 256 * 1024;

/**
 * Reads the JSON of a request. The bytes are counted as they arrive, because Content-Length may be missing or wrong.
 * The parser's own message is dropped: it quotes the body, which may contain a private key.
 */
export async function readJson(request: Request, limit = BODY_LIMIT): Promise<unknown> {
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Refused('unsupported_media_type');
  const tooLarge = () =>
    new Refused(
      'body_too_large',
      limit === BODY_LIMIT ? {} : { detail: `${Math.round(limit / 1024 / 1024)} MB` },
    );
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of request.body ?? []) {
      size += part.byteLength;
      if (size > limit) throw tooLarge();
      parts.push(part);
    }
  } catch (error) {
    // A caller who goes away in the middle is no error of this server.
    throw error instanceof Refused
      ? error
      : new Refused('invalid_request', { detail: 'the body ends before its time' });
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refused('invalid_request', { detail: 'the body is not JSON' });
  }
}
