/**
 * The headers that every answer carries, files and API alike.
 *
 * Scripts come from this origin's files only. Styles too, and besides those the static shell's inline style and the
 * empty one: emotion makes an empty <style> element and fills it through the CSSOM, which the policy leaves alone.
 * `console-worker` is the one Trusted Types policy: a worker's URL is a sink.
 */
export function securityHeaders(inlineStyleHashes: readonly string[] = []): Record<string, string> {
  const styles = [EMPTY_STYLE_HASH, ...inlineStyleHashes].map((hash) => `'${hash}'`).join(' ');
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' ${styles}`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    // What is recorded is played from here; what was just spoken, and what a key tool decrypted, from the page's memory.
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
