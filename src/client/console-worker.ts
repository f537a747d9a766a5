/**
 * Starts a worker of this console. The page's policy lets a worker's URL come from one Trusted Types policy only, and
 * this is it: it takes files of this origin and nothing else.
 */
export function startWorker(url: string): Worker {
  const trusted = policy ? policy.createScriptURL(url) : ofThisOrigin(url);
  // A TrustedScriptURL where there are Trusted Types; the DOM's types know strings alone.
  return new Worker(trusted as string, { type: 'module' });
}

function ofThisOrigin(url: string): string {
  if (new URL(url, location.href).origin !== location.origin)
    throw new TypeError('A worker of another origin.');
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
