import { acceptedEncoding, compress } from './compression.ts';

interface Parts {
  /** The built files that the page's first screen needs. */
  scripts: readonly string[];
  /** The answers of its first calls: the JSON that the tenant printed, by the call's path and query. */
  answers: ReadonlyMap<string, string>;
}

/**
 * The document of a page: the built index.html with what its first screen needs, so that the browser fetches the code
 * beside the document and finds the data in it. The data is a block of `application/json`, which no policy lets run.
 */
export function documentOf(index: string, { scripts, answers }: Parts): string {
  const links = scripts.map((file) => `<link rel="modulepreload" crossorigin href="${file}">`).join('');
  const members = [...answers].map(([path, json]) => `${JSON.stringify(path)}:${json}`);
  // Without a "<" in it, nothing that somebody named can end the block or begin a comment (HTML, 4.12.1.3).
  const data = `{${members.join()}}`.replaceAll('<', String.raw`\u003c`);
  // Functions: in a plain text, "$&" in a certificate's name would stand for something.
  return index
    .replace('</head>', () => `${links}</head>`)
    .replace('</body>', () => `<script type="application/json" id="first-answers">${data}</script></body>`);
}

/** It is one session's, so nobody keeps it: neither a cache, nor the browser for after the sign-out. */
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
