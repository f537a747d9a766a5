/**
 * Starts a worker of this console. The page's policy allows only one Trusted Types policy for the URL of a worker: this
 * one. It accepts files of this origin and blobs of this page, and nothing else.
 */
export function startWorker(url: string): Worker {
  const trusted = policy ? policy.createScriptURL(url) : ofThisOrigin(url);
  // The copy of the key tools is a page that was opened as a file. Its workers are blobs, and Chromium does not start a
  // module worker from such a blob.
  const type = url.startsWith('blob:') ? 'classic' : 'module';
  // A TrustedScriptURL where the browser has Trusted Types; the DOM's types only allow a string.
  return new Worker(trusted as string, { type });
}

function ofThisOrigin(url: string): string {
  const { protocol, origin, href } = new URL(url, location.href);
  // A page can only use blobs of its own origin. A page that is a file has no origin to compare.
  if (protocol !== 'blob:' && origin !== location.origin) throw new TypeError('A worker of another origin.');
  return href;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy('console-worker', { createScriptURL: ofThisOrigin });
