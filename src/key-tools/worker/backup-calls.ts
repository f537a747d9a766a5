/**
 * The calls of Check Backup to the key tools' worker. The private keys and passwords of the pile stay in the worker.
 */
import type { Bytes } from '../../pki/asn1/asn1.ts';
import {
  copiesReport,
  keysBeside,
  privateKeyOf,
  standingOf,
  type CopiesReport,
  type CopyStanding,
} from '../../pki/pile/copies.ts';
import { Pile } from '../../pki/pile/pile.ts';
import type { OpenKey, Progress } from '../../pki/pile/report.ts';
import type { NamedBlob } from '../../pki/pile/source.ts';
import type { Unreadable } from '../../ui/form/dropped-files.ts';
import { inspectFile, type FoundCertificate } from '../../pki/files/inspect-file.ts';
import { encodePem } from '../../pki/pem/pem.ts';

let pile: Pile | undefined;

/**
 * The longest time of a step in milliseconds, unless one file takes longer. After each step the page shows the
 * progress.
 */
const STEP = 150;

function thePile(): Pile {
  if (!pile) throw new Error('Nothing has been added yet.');
  return pile;
}

export const backupCalls = {
  /**
   * Adds files to the pile; `workOnBackup` reads them. JSON texts that contain `mark` are returned unchanged in the
   * report.
   */
  addToBackup: ({
    files,
    unreadable,
    mark,
  }: {
    files: readonly NamedBlob[];
    unreadable: readonly Unreadable[];
    mark: string;
  }): void => {
    pile ??= new Pile({ mark });
    pile.addUnreadable(unreadable);
    pile.add(files);
  },

  /** Adds a password for everything that is locked; `workOnBackup` tries it. */
  unlockBackup: ({ password }: { password: string }): void => thePile().addPassword(password),

  workOnBackup: (): Promise<Progress> => thePile().work(STEP),

  stopBackup: (): void => thePile().stop(),

  backupReport: (): CopiesReport => copiesReport(thePile()),

  /**
   * The state of the copy of each certificate's private key, in the same order, and the keys that belong to none of
   * them.
   */
  checkBackup: async ({
    certificates,
  }: {
    certificates: readonly { der: Bytes; envelope: string | undefined }[];
  }): Promise<{ standings: CopyStanding[]; otherKeys: OpenKey[] }> => {
    const standings: CopyStanding[] = [];
    for (const { der, envelope } of certificates) standings.push(await standingOf(thePile(), der, envelope));
    return {
      standings,
      otherKeys: keysBeside(
        thePile(),
        certificates.map(({ der }) => der),
      ),
    };
  },

  /** The private key as PKCS#8 in PEM. Only Re-apply calls this, to upload the pair. */
  privateKeyOfBackup: ({ keyId }: { keyId: string }): string => {
    const pkcs8 = privateKeyOf(thePile(), keyId);
    if (!pkcs8) throw new Error('This private key is not open.');
    return encodePem('PRIVATE KEY', pkcs8);
  },

  /** The certificates in PEM texts, in the same order; undefined for a text without one. */
  certificatesOf: async ({
    pems,
  }: {
    pems: readonly string[];
  }): Promise<(FoundCertificate | undefined)[]> => {
    const certificates: (FoundCertificate | undefined)[] = [];
    for (const pem of pems) {
      const found = await inspectFile(new TextEncoder().encode(pem));
      certificates.push(found.find((each) => each.kind === 'certificate'));
    }
    return certificates;
  },

  /** Forgets all keys and passwords. */
  clearBackup: (): void => {
    pile?.erase();
    pile = undefined;
  },
};
