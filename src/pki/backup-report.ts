/**
 * What is known of a pile of backup files (backup-files.ts). It contains no private key, so all of it may be sent to
 * the page.
 */
import type { FoundCertificate } from './inspect-file.ts';
import type { PkiError } from './result.ts';
import type { Locked } from './unlock.ts';

/** Where something was found: the path of its file, including zips, and the place inside a container. */
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

/** Something in a file that cannot be used, with the reason as an error or as a sentence. */
export interface Unusable extends Place {
  why: PkiError | string;
  /** The `keyId` of the private key, where it can still be told. */
  keyId: string | undefined;
}

export interface BackupReport {
  files: number;
  keys: OpenKey[];
  certificates: (Place & { found: FoundCertificate })[];
  locked: LockedFile[];
  unusable: Unusable[];
  /** Texts that contain the mark which the caller gave. */
  documents: { file: string; text: string }[];
  /** Files that were not read because the person stopped the reading. */
  notRead: number;
}

export interface Progress {
  doing: 'reading' | 'unlocking' | 'nothing';
  done: number;
  of: number;
}

/** The state of the backup of one certificate's private key. */
export type BackupStanding =
  /** `sessionKey`: whether the key also unwrapped the session key of a real recording, if the caller gave one. */
  | { kind: 'opens'; places: Place[]; sessionKey: 'unwrapped' | 'not unwrapped' | 'none given' }
  | { kind: 'damaged'; places: Place[] }
  /**
   * `surely`: the file contains the key, because a Java keystore says so or the file has the certificate's name.
   * Otherwise any of these files may contain it.
   */
  | { kind: 'locked'; places: Place[]; surely: boolean }
  | { kind: 'only the certificate'; places: Place[] }
  | { kind: 'missing' };
