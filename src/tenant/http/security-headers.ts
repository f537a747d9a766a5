/**
 * The headers of every answer, for files and the API.
 *
 * Scripts come only from files of this origin. Styles too, and from the static shell's inline style and an empty one:
 * emotion creates an empty <style> element and fills it through the CSSOM, which the policy does not restrict.
 * `console-worker` is the only Trusted Types policy, because the URL of a worker requires one.
 *
 * The same for Vite's development server, except for two things: the page has a script of Vite's, with a nonce, and
 * emotion writes the text of its styles, so that they can be read in the browser's tools.
 */
export function securityHeaders(
  inlineStyleHashes: readonly string[] = [],
  development?: { nonce: string },
): Record<string, string> {
  const hashes = [EMPTY_STYLE_HASH, ...inlineStyleHashes].map((hash) => `'${hash}'`).join(' ');
  const styles = development ? `'unsafe-inline'` : hashes;
  const nonce = development ? ` 'nonce-${development.nonce}'` : '';
  const policy = [
    `default-src 'none'`,
    `script-src 'self'${nonce}`,
    `style-src 'self' ${styles}`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    // Recordings are played from this origin; new speech and media decrypted by a key tool are played from the page's
    // memory.
    `media-src 'self' blob:`,
    `connect-src 'self'`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types console-worker`,
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy':
      'camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()',
  };
}

const EMPTY_STYLE_HASH = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
