/**
 * Starts a worker of this console. The page's policy lets a worker's URL come from one Trusted Types policy only, and
 * this is it: it takes files of this origin, blobs of this page, and nothing else.
 */
export function startWorker(url: string): Worker {
  const trusted = policy ? policy.createScriptURL(url) : ofThisOrigin(url);
  // A page that is a file has its workers in blobs, and Chromium starts no module from those.
  const type = url.startsWith('blob:') ? 'classic' : 'module';
  // A TrustedScriptURL where there are Trusted Types; the DOM's types know strings alone.
  return new Worker(trusted as string, { type });
}

function ofThisOrigin(url: string): string {
  const { protocol, origin } = new URL(url, location.href);
  // A page can name no blobs but its own origin's; a page that is a file has no origin to compare with.
  if (protocol !== 'blob:' && origin !== location.origin) throw new TypeError('A worker of another origin.');
  return url;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy('console-worker', { createScriptURL: ofThisOrigin });
