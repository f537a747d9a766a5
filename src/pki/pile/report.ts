/** What is told of a pile. It contains no private key and no password, so all of it may be sent to the page. */
import type { FoundCertificate } from '../files/inspect-file.ts';
import type { PkiError } from '../outcome.ts';
import type { Locked } from '../files/unlock.ts';

/** Where something was found: the path of its file, including archives, and the place inside a container. */
export interface Place {
  file: string;
  inside: string | undefined;
}

/** A private key that is not encrypted or was unlocked. `keyId` as in `Found`; undefined for a key that is not RSA. */
export interface OpenKey extends Place {
  keyId: string | undefined;
  algorithm: string;
  bits: number | undefined;
}

export interface LockedFile extends Place {
  id: number;
  locked: Locked;
  /** Why the last password did not open it; undefined while no password was tried. */
  problem: PkiError | undefined;
}

/** Something that is not used: an error, or what it is instead. */
export interface LeftOut extends Place {
  why: PkiError | string;
}

export interface DroppedCertificate extends Place {
  found: FoundCertificate;
}

export interface Progress {
  doing: 'reading' | 'unlocking' | 'nothing';
  done: number;
  of: number;
}

/** "backup.zip/tenant.p12, PKCS#12, “Genesys Recording”" */
export const placeText = ({ file, inside }: Place): string => (inside ? `${file}, ${inside}` : file);
