/** The most that somebody may call a passkey, and how many they may have. */
export const MAX_PASSKEY_NAME = 60;
export const MOST_PASSKEYS = 10;

/** For so long the answer of a passkey is awaited, and so long a sign-in waits for its second step. */
export const SECOND_STEP_MINUTES = 5;

/**
 * The host name that the passkeys of an address belong to; undefined where browsers use none: they do over https and on
 * localhost, and never at a bare IP address (WebAuthn Level 3, 5.1.3 and 5.1.4).
 */
export function passkeyHost(origin: string): string | undefined {
  const { protocol, hostname } = new URL(origin);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  return isLocal || (protocol === 'https:' && !isAddress) ? hostname : undefined;
}
