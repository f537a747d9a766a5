import { resolve } from 'node:path';
import { counted } from '../../domain/counted.ts';
import { print } from '../print.ts';
import { askPassphrase, contentText, readArguments, runCommand } from './command.ts';
import { isEncrypted } from './container.ts';
import { restoreBackup } from './restore.ts';

/** `npm run restore -- FILE [--replace]` */
await runCommand(async () => {
  const { file: given, chosen: replace } = readArguments('replace', 'npm run restore -- FILE [--replace]');
  const file = resolve(given);
  const passphrase = (await isEncrypted(file))
    ? process.env['TENANT_BACKUP_PASSPHRASE'] || (await askPassphrase(`Passphrase of ${given}: `))
    : undefined;
  const dataDir = resolve(process.env['TENANT_DATA_DIR'] || 'data');
  const restored = await restoreBackup({ file, dataDir, passphrase, replace, now: new Date() });
  const { madeAt, tenants, privateKeys, media, missing, replaced } = restored;
  print(`Restored: ${dataDir}, as it was at ${madeAt}`);
  print(`${contentText({ tenants: tenants.length, privateKeys, media })} Everybody signs in again.`);
  if (missing > 0) {
    print(
      `The backup does not have ${counted(missing, 'media file')} that recordings name; those do not play.`,
    );
  }
  if (replaced !== undefined) {
    print(
      `What was there before is in ${replaced}. It has private keys: remove it when you no longer need it.`,
    );
  }
});
