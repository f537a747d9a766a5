import { acceptedEncoding, compress } from '../http/compression.ts';

interface Parts {
  /** The built files that the first screen of the page needs. */
  scripts: readonly string[];
  /** The answers to its first calls: the tenant's JSON, by path and query of the call. */
  answers: ReadonlyMap<string, string>;
  /** The colours that the person chose. */
  colours?: string | undefined;
  /** The tenant's time when it gave the answers. */
  time?: Date | undefined;
}

/** The largest size of a document's answers together, in bytes as they are written in it. */
const MOST_ANSWERS = 1024 * 1024;

/** Without "<", a name in the data cannot end the block or begin a comment (HTML, 4.12.1.3). */
const inBlock = (json: string): string => json.replaceAll('<', String.raw`\u003c`);

/** The size of `inBlock`, counted only until it is over `most`. */
function sizeInBlock(json: string, most: number): number {
  let bytes = Buffer.byteLength(json);
  for (let at = json.indexOf('<'); at !== -1 && bytes <= most; at = json.indexOf('<', at + 1)) bytes += 5;
  return bytes;
}

/** The answers that have room in a document, in the order of the calls. What has none, the page fetches by itself. */
export function thatFit(answers: ReadonlyMap<string, string>, calls: readonly string[]): Map<string, string> {
  const fitting = new Map<string, string>();
  let left = MOST_ANSWERS;
  for (const path of calls) {
    const answer = answers.get(path);
    if (answer === undefined) continue;
    const bytes = sizeInBlock(answer, left);
    if (bytes > left) continue;
    fitting.set(path, answer);
    left -= bytes;
  }
  return fitting;
}

/**
 * The document of a page: the built index.html with what its first screen needs. The browser loads the code in parallel
 * with the document and finds the data in it. The data is a block of `application/json`, which is never executed.
 */
export function documentOf(index: string, { scripts, answers, colours, time }: Parts): string {
  const links = scripts.map((file) => `<link rel="modulepreload" crossorigin href="${file}">`).join('');
  const members = [...answers].map(([path, json]) => `${JSON.stringify(path)}:${json}`);
  const data = inBlock(`{${members.join()}}`);
  // Functions, because in a replacement string "$&" has a special meaning, and the name of a certificate may contain
  // it.
  return index
    .replace('<html', () => (time ? `<html data-tenant-time="${time.toISOString()}"` : '<html'))
    .replace('<html', () => (colours ? `<html data-color-scheme="${colours}"` : '<html'))
    .replace('</head>', () => `${links}</head>`)
    .replace('</body>', () => `<script type="application/json" id="first-answers">${data}</script></body>`);
}

/**
 * The document contains data of one session, so it must not be stored: neither in a shared cache, nor by the browser
 * after signing out.
 */
export async function sendDocument(html: string, request: Request): Promise<Response> {
  const bytes = Buffer.from(html);
  const encoding = acceptedEncoding(request);
  const body = encoding ? await compress(bytes, encoding, 'fast') : bytes;
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': String(body.byteLength),
      'Cache-Control': 'no-store',
      Vary: 'Accept-Encoding, Cookie',
      ...(encoding ? { 'Content-Encoding': encoding } : {}),
    },
  });
}
