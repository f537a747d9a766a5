import type { Locked } from '../pki/files/unlock.ts';

/** What needs a password, as a part of a sentence. */
const lockedKind: Record<Locked['kind'], string> = {
  'locked private key': 'an encrypted private key',
  'locked PKCS#12': 'a PKCS#12 container',
  'locked Java keystore': 'a Java keystore',
};

/** "an encrypted private key (PBES2, …)" */
export function lockedText(locked: Locked): string {
  const encryption = encryptionText(locked);
  return lockedKind[locked.kind] + (encryption && ` (${encryption})`);
}

/** How it is encrypted; empty for a PKCS#12 of which only parts inside may be encrypted. */
export function encryptionText(locked: Locked): string {
  switch (locked.kind) {
    case 'locked private key':
      return locked.encryption;
    case 'locked PKCS#12':
      return locked.facts.encryption.join(', ');
    case 'locked Java keystore':
      return 'Java’s own key protection, SHA-1';
  }
}
