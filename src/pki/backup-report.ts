/** What is known of a pile of backup files (backup-files.ts). All of it may cross to the page: no private key is in it. */
import type { FoundCertificate } from './inspect-file.ts';
import type { PkiError } from './result.ts';
import type { Locked } from './unlock.ts';

/** Where something is: the path of its file, through a zip, and its place in a container. */
export interface Place {
  file: string;
  inside: string | undefined;
}

/** A private key that is open. `keyId` as in `Found`; undefined for a key that is not RSA. */
export interface OpenKey extends Place {
  keyId: string | undefined;
  algorithm: string;
  bits: number | undefined;
}

export interface LockedFile extends Place {
  id: number;
  locked: Locked;
  /** What the last password did not do; undefined while none was tried. */
  problem: PkiError | undefined;
}

/** Something in a file that cannot be used, and why: its code, or what it is in words. */
export interface Unusable extends Place {
  why: PkiError | string;
  /** Whose private key it is, where that can still be told. */
  keyId: string | undefined;
}

export interface BackupReport {
  files: number;
  keys: OpenKey[];
  certificates: (Place & { found: FoundCertificate })[];
  locked: LockedFile[];
  unusable: Unusable[];
  /** Texts with the mark that was given: whoever gave it reads them. */
  documents: { file: string; text: string }[];
  /** Files that were not read because somebody stopped it. */
  notRead: number;
}

export interface Progress {
  doing: 'reading' | 'unlocking' | 'nothing';
  done: number;
  of: number;
}

/** How the backup of one certificate's private key stands. */
export type BackupStanding =
  /** `sessionKey`: of a real recording, where one was given. */
  | { kind: 'opens'; places: Place[]; sessionKey: 'unwrapped' | 'not unwrapped' | 'none given' }
  | { kind: 'damaged'; places: Place[] }
  /** `surely`: a Java keystore says so, or the file has its certificate's name; else any of them may hold it. */
  | { kind: 'locked'; places: Place[]; surely: boolean }
  | { kind: 'only the certificate'; places: Place[] }
  | { kind: 'missing' };
