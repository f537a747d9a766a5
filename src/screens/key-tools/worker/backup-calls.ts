/** What Check Backup asks of the key tools' worker. The private keys and the passwords of the pile stay here. */
import type { Bytes } from '../../../pki/asn1.ts';
import { BackupFiles } from '../../../pki/backup-files.ts';
import type { BackupReport, BackupStanding, OpenKey, Progress } from '../../../pki/backup-report.ts';
import { inspectFile, type FoundCertificate } from '../../../pki/inspect-file.ts';
import { encodePem } from '../../../pki/pem.ts';

let pile: BackupFiles | undefined;

/** How long a step takes at most, in milliseconds, unless one file takes longer: the page says how far it is. */
const STEP = 150;

function thePile(): BackupFiles {
  if (!pile) throw new Error('Nothing has been added yet.');
  return pile;
}

export const backupCalls = {
  /** Files for the pile; `workOnBackup` reads them. Texts with the mark come back in the report as they are. */
  addToBackup: ({ files, mark }: { files: readonly File[]; mark: string }): void => {
    pile ??= new BackupFiles(mark);
    pile.add(files.map((file) => ({ name: file.webkitRelativePath || file.name, blob: file })));
  },

  /** For everything that is locked; `workOnBackup` tries it. */
  unlockBackup: ({ password }: { password: string }): void => thePile().addPassword(password),

  workOnBackup: (): Promise<Progress> => thePile().work(STEP),

  stopBackup: (): void => thePile().stop(),

  backupReport: (): BackupReport => thePile().report(),

  /** How the copies of these certificates' private keys stand, in the same order, and which keys belong to none of them. */
  checkBackup: async ({
    certificates,
  }: {
    certificates: readonly { der: Bytes; envelope: string | undefined }[];
  }): Promise<{ standings: BackupStanding[]; otherKeys: OpenKey[] }> => {
    const standings: BackupStanding[] = [];
    for (const { der, envelope } of certificates) standings.push(await thePile().standingOf(der, envelope));
    return { standings, otherKeys: thePile().keysBeside(certificates.map(({ der }) => der)) };
  },

  /** Re-apply alone asks for it, to upload the pair. PKCS#8 in PEM. */
  privateKeyOfBackup: ({ keyId }: { keyId: string }): string => {
    const pkcs8 = thePile().privateKeyOf(keyId);
    if (!pkcs8) throw new Error('This private key is not open.');
    return encodePem('PRIVATE KEY', pkcs8);
  },

  /** The certificates of PEM texts, in the same order; undefined where there is none. */
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

  /** Every key and every password is gone. */
  clearBackup: (): void => {
    pile = undefined;
  },
};
