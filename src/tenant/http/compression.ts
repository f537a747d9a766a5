import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { parseAccept } from 'hono/utils/accept';

export type Encoding = 'br' | 'gzip';

/** The compressed forms of a built file are beside it, with these suffixes. */
export const suffixes: readonly (readonly [Encoding, string])[] = [
  ['br', '.br'],
  ['gzip', '.gz'],
];

export const isCompressible = (name: string): boolean =>
  /\.(css|html|js|json|map|svg|txt|wasm|webmanifest)$/.test(name);

/** The better encoding that the browser accepts (RFC 9110, 12.5.3); undefined: send the file uncompressed. */
export function acceptedEncoding(request: Request): Encoding | undefined {
  const accepted = parseAccept(request.headers.get('Accept-Encoding') ?? '');
  return (['br', 'gzip'] as const).find((encoding) =>
    accepted.some(({ type, q }) => type.toLowerCase() === encoding && q > 0),
  );
}

/**
 * `best` for built files, which are compressed once; `fast` for answers. Runs in another thread. Brotli's highest quality,
 * 11, makes the console's files 1.8 % smaller than 10, and takes 7 seconds instead of 1.5.
 */
export function compress(bytes: Uint8Array, encoding: Encoding, effort: 'best' | 'fast'): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(bytes, { level: effort === 'best' ? 9 : 5 });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: effort === 'best' ? 10 : 5,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
  };
  return promisify(brotliCompress)(bytes, { params });
}
