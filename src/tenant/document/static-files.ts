import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { PAGE_FILES, type PageFiles } from './page-files.ts';
import { acceptedEncoding, compress, isCompressible, suffixes, type Encoding } from '../http/compression.ts';

interface File {
  bytes: Buffer;
  headers: Record<string, string>;
  compressible: boolean;
  /** Its compressed forms, as far as they exist. */
  smallest: Partial<Record<Encoding, Buffer>>;
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export interface StaticFiles {
  /** The file that a GET requests, or index.html for a page of the console. */
  answer(request: Request): Promise<Response>;
  /** Whether the request would get index.html. */
  isPage(request: Request): boolean;
  /** The text of index.html. */
  index: string;
  /** For the policy: hashes of the inline styles of the static shell. */
  inlineStyleHashes: string[];
  /**
   * The built files that a module of the source needs, its own file first; empty where the build does not know the
   * module.
   */
  filesOf: (source: string) => string[];
}

/**
 * The built console, read into memory at the start. Paths are looked up in a map and never joined to the folder, so
 * nothing outside the folder can be read. Throws when the folder has no index.html.
 */
export function staticFiles(folder: string): StaticFiles {
  const files = new Map<string, File>();
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const file = join(name.parentPath, name.name);
    const path = file.slice(folder.length).replaceAll(sep, '/');
    if (path.startsWith('/.') || suffixes.some(([, suffix]) => path.endsWith(suffix))) continue;
    files.set(path, load(path, file));
  }
  const index = files.get('/index.html');
  if (!index) throw new Error(`${folder} has no index.html`);

  const pageFiles = existsSync(join(folder, PAGE_FILES))
    ? (JSON.parse(readFileSync(join(folder, PAGE_FILES), 'utf8')) as PageFiles)
    : {};

  const isPage = (request: Request): boolean => {
    const { pathname } = new URL(request.url);
    if (pathname === '/' || pathname === '/index.html') return true;
    if (files.has(pathname) || pathname.startsWith('/assets/')) return false;
    // As a link of its page, this path would name another host (RFC 3986, 4.2).
    if (pathname.startsWith('//')) return false;
    return (request.headers.get('Accept') ?? '').includes('text/html');
  };

  return {
    isPage,
    index: index.bytes.toString('utf8'),
    inlineStyleHashes: inlineStyleHashes(index.bytes.toString('utf8')),
    filesOf: (source) => (pageFiles[source] ?? []).map((file) => `/${file}`),
    async answer(request) {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        return new Response('Method not allowed\n', { status: 405, headers: { Allow: 'GET, HEAD' } });
      }
      const file = isPage(request) ? index : files.get(new URL(request.url).pathname);
      if (!file)
        return new Response('Not found\n', { status: 404, headers: { 'Cache-Control': 'no-store' } });
      return send(file, request);
    },
  };
}

function load(path: string, file: string): File {
  const bytes = readFileSync(file);
  const type = types[extname(path)] ?? 'application/octet-stream';
  const headers: Record<string, string> = {
    'Content-Type': type,
    ETag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    // Vite puts a hash of the contents into the names of the files in assets/, so they never change.
    'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    // The copy of the key tools is a page with a policy of its own: it is downloaded, not opened under this server's
    // policy.
    ...(path.startsWith('/downloads/') && { 'Content-Disposition': 'attachment' }),
  };
  const smallest: File['smallest'] = {};
  for (const [encoding, suffix] of suffixes) {
    if (existsSync(file + suffix)) smallest[encoding] = readFileSync(file + suffix);
  }
  return { bytes, headers, compressible: bytes.length > 1000 && isCompressible(path), smallest };
}

/** The build makes the compressed form (`precompress.ts`); otherwise it is made once here, with a faster setting. */
async function encoded({ bytes, smallest }: File, encoding: Encoding): Promise<Buffer> {
  return (smallest[encoding] ??= await compress(bytes, encoding, 'fast'));
}

async function send(file: File, request: Request): Promise<Response> {
  const { bytes, headers } = file;
  if (request.headers.get('If-None-Match')?.includes(headers['ETag'] ?? '')) {
    return new Response(null, { status: 304, headers });
  }
  const encoding = file.compressible ? acceptedEncoding(request) : undefined;
  const body = encoding ? await encoded(file, encoding) : bytes;
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
    headers: {
      ...headers,
      'Content-Length': String(body.byteLength),
      ...(encoding ? { 'Content-Encoding': encoding } : {}),
    },
  });
}

const inlineStyleHashes = (html: string): string[] =>
  [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style = '']) => styleHash(style));

/** How a policy names an inline style (CSP 3, 2.3.1). */
const styleHash = (style: string): string => `sha256-${createHash('sha256').update(style).digest('base64')}`;
