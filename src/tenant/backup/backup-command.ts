import { resolve } from 'node:path';
import { counted } from '../../domain/counted.ts';
import { print } from '../print.ts';
import { makeBackup } from './backup.ts';
import { askPassphrase, contentText, megabytes, readArguments, runCommand } from './command.ts';
import { BackupRefused } from './layout.ts';

/** `npm run backup -- FILE [--encrypt]` */
const SHORTEST_PASSPHRASE = 10;

await runCommand(async () => {
  const { file, chosen } = readArguments('encrypt', 'npm run backup -- FILE [--encrypt]');
  const passphrase = process.env['TENANT_BACKUP_PASSPHRASE'] || (chosen ? await askTwice() : undefined);
  if (passphrase !== undefined && passphrase.length < SHORTEST_PASSPHRASE) {
    throw new BackupRefused(
      `The passphrase has fewer than ${SHORTEST_PASSPHRASE} characters and could be guessed. Take a longer one, such as five random words.`,
    );
  }
  const dataDir = resolve(process.env['TENANT_DATA_DIR'] || 'data');
  const made = await makeBackup({ dataDir, file: resolve(file), passphrase, now: new Date() });
  const { bytes, tenants, privateKeys, media, missing } = made;
  print(`Backup: ${resolve(file)}, ${megabytes(bytes)}`);
  print(contentText({ tenants, privateKeys, media }));
  if (missing.length > 0) {
    print(
      `Missing, though recordings name them: ${counted(missing.length, 'media file')} (${missing.join(', ')}).`,
    );
  }
  print(
    passphrase === undefined
      ? 'It is not encrypted: whoever has the file can open the private keys. Keep it as you keep them, or make one with --encrypt.'
      : 'It is encrypted. Without the passphrase nobody can restore it, so keep that elsewhere.',
  );
});

async function askTwice(): Promise<string> {
  const passphrase = await askPassphrase('Passphrase for the backup: ');
  if ((await askPassphrase('The same again: ')) === passphrase) return passphrase;
  throw new BackupRefused('The two passphrases differ. Nothing was saved.');
}
