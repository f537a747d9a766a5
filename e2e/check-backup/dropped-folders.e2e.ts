import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import type { Page } from '@playwright/test';
import { encryptMedia } from '../../src/tenant/recorder/recorder.ts';
import { openTool } from '../acts.ts';
import { dropFromDisk, dropFromDiskAt } from '../drop-from-disk.ts';
import { expect, pem, test } from '../fixtures.ts';

/** As macOS writes it beside a file on a foreign disk. */
const APPLE_DOUBLE = Buffer.from('00051607000200004d6163204f53205820202020202020200000', 'hex');

/** A folder with a pair, with what systems put into it, and with a file and a folder that may not be read. */
async function backupFolder(...others: string[]): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'dropped-')), 'backup');
  for (const name of ['__MACOSX', '@eaDir', 'closed-folder']) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'inside.key'), 'x');
  }
  for (const name of ['tenant.pem', 'tenant.key', ...others])
    await copyFile(pem(name), join(folder, name.slice(name.lastIndexOf('/') + 1)));
  await writeFile(join(folder, '._tenant.key'), APPLE_DOUBLE);
  await writeFile(join(folder, '.DS_Store'), 'x');
  await writeFile(join(folder, 'closed.key'), 'x');
  return folder;
}

/**
 * The tests may run as root, whom no permission stops. So the browser's own calls refuse what is called “closed…”, as
 * they do without permission.
 */
const withoutPermission = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const why = new DOMException('The requested file could not be read.', 'NotReadableError');
    const refuse = (_: unknown, reject?: (error: DOMException) => void) => reject?.(why);
    const closed = (entry: FileSystemEntry): FileSystemEntry => {
      if (entry.name.startsWith('closed'))
        return Object.assign(entry, { file: refuse, createReader: () => ({ readEntries: refuse }) });
      if (!entry.isDirectory) return entry;
      const folder = entry as FileSystemDirectoryEntry;
      const reader = folder.createReader();
      const readEntries: typeof reader.readEntries = (resolve, reject) =>
        reader.readEntries((entries) => resolve(entries.map(closed)), reject);
      return Object.assign(folder, { createReader: () => ({ readEntries }) });
    };
    const webkitGetAsEntry = Reflect.get(DataTransferItem.prototype, 'webkitGetAsEntry');
    DataTransferItem.prototype.webkitGetAsEntry = function () {
      const entry = webkitGetAsEntry.call(this);
      return entry && closed(entry);
    };
    // A folder that the browser hands over whole would be gone through in the worker.
    Reflect.deleteProperty(DataTransferItem.prototype, 'getAsFileSystemHandle');
  });

test.describe('a dropped folder with a file and a folder that may not be read', () => {
  let folder: string;
  test.beforeEach(async ({ page }) => {
    folder = await backupFolder('other.key');
    await withoutPermission(page);
  });
  test.afterEach(() => rm(dirname(folder), { recursive: true }));

  test('Check Backup and Decrypt take all others, and say which were not read', async ({
    page,
    expectAccessible,
  }) => {
    await openTool(page, 'check-backup');
    await dropFromDisk(page, folder);
    await expect(page.getByRole('status', { name: 'Answer' })).toHaveText(
      'The key has a copy here that opens.',
    );
    const unusable = page.getByRole('region', { name: 'Cannot be used' }).getByRole('listitem');
    await expect(unusable).toHaveCount(2);
    for (const name of ['closed.key', 'closed-folder']) {
      await expect(unusable.filter({ hasText: name })).toContainText(
        'could not be read (NotReadableError): there is no permission for it, or it was changed or removed',
      );
    }
    await expect(page.getByText('3 files were read.')).toBeVisible();
    await expectAccessible();

    await openTool(page, 'decrypt');
    const { ciphertext, pkcs7 } = encryptMedia(readFileSync(pem('tenant.p12')), [
      new Uint8Array(new X509Certificate(readFileSync(pem('tenant.pem'))).raw),
    ]);
    await writeFile(join(folder, 'call.enc'), ciphertext);
    await writeFile(join(folder, '._call.enc'), APPLE_DOUBLE);
    await writeFile(join(folder, 'call.p7.pem'), pkcs7);
    await dropFromDisk(page, folder);
    const card = page.getByRole('region', { name: 'backup/call.enc', exact: true });
    await expect(card).toContainText('Decrypted with backup/tenant.key.');
    await expect(page.getByText(/^backup\/closed.* could not be read/)).toHaveCount(2);
    await expect(page.getByText('1 recording, private keys in')).toBeVisible();
    await expect(page.getByText(/DS_Store|eaDir|MACOSX|\._/)).toHaveCount(0);
  });

  test('Inspect and Convert, too', async ({ page }) => {
    await openTool(page, 'inspect');
    await dropFromDisk(page, folder);
    const found = page.getByRole('list', { name: 'Found' }).getByRole('listitem');
    await expect(found).toHaveCount(5);
    await expect(found.filter({ hasText: 'could not be read' })).toHaveCount(2);
    await openTool(page, 'convert');
    await dropFromDisk(page, folder);
    await expect(page.getByText('could not be read')).toHaveCount(2);
    await expect(page.getByText('backup/tenant.key', { exact: true })).toBeVisible();
    await expect(page.getByText(/DS_Store|eaDir|MACOSX|\._/)).toHaveCount(0);
  });

  test('Upload takes the pair out of it, and names what it leaves out', async ({ page, signIn }) => {
    await signIn('administrator', '/administration/certificates/upload');
    // The panel slides in; the mouse waits until it stands still.
    await page.getByRole('heading', { name: 'Upload Certificate', exact: true }).hover();
    await dropFromDiskAt(page, { x: 1000, y: 300 }, folder);
    const left = page.getByRole('alert').filter({ hasText: 'Left out' });
    await expect(left).toContainText('backup/closed.key (it could not be read)');
    await expect(left).toContainText('backup/closed-folder (it could not be read)');
    await expect(left).not.toContainText(/DS_Store|eaDir|MACOSX|\._/);
    await expect(page.getByText('tenant.pem', { exact: true })).toBeVisible();
  });
});

const archive = (name: string) => pem(`other-programs/${name}`);

test('archives of other programs are opened, and what is not opened may contain the key', async ({
  page,
}) => {
  await openTool(page, 'check-backup');
  const answer = page.getByRole('status', { name: 'Answer' });
  const chooser = page.getByLabel('Backup to check', { exact: true });
  await chooser.setInputFiles([pem('tenant.pem'), archive('archive.7z')]);
  await expect(answer).toHaveText(
    'The key has no copy here that opens; one may be in files that were not opened.',
  );
  const row = page.getByRole('row').filter({ hasText: 'Genesys Recording' });
  await expect(row).toContainText('perhaps it is in archive.7z, which was not opened');
  await expect(page.getByRole('region', { name: 'Cannot be used' })).toContainText(
    'archive.7z is a 7z archive. This console does not open it. Run: 7z x FILE.',
  );
  for (const name of ['zip64.zip', 'members.tar.gz', 'pax.tar', 'tenant.key.gz']) {
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await chooser.setInputFiles([pem('tenant.pem'), archive(name)]);
    await expect(answer).toHaveText('The key has a copy here that opens.');
    await expect(row).toContainText(`${name}/`);
  }
});
