/** The Decrypt tool in Chromium: opens an archive and saves all of it into a folder. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { dropFromDisk } from '../../e2e/drop-from-disk.ts';
import { fileWindows } from '../../e2e/file-windows.ts';
import { openDecrypt, startBrowser } from '../../bench/archive/decrypt-page.ts';

export interface Opened {
  /** Saved names with the SHA-256 of their contents. */
  saved: Record<string, string>;
  said: string;
}

const LONG = 900_000;

export async function startPage(folder: string) {
  const { context, close } = await startBrowser(join(folder, 'profile'));
  return {
    opened: async (archive: string): Promise<Opened> => {
      const page = await context.newPage();
      // The browser's private folder stands for the one that a person chooses.
      await fileWindows(page, 'answered');
      await openDecrypt(page, 'tenant.key', 'other.key');
      await dropFromDisk(page, archive);
      await page
        .getByText(/^[\d,]+ recordings, private keys in tenant\.key, other\.key$/)
        .waitFor({ timeout: LONG });
      await page.getByRole('button', { name: /^Save all .* into a folder$/ }).click();
      const outcome = page.getByRole('group', { name: 'Save calls' }).getByRole('alert');
      await outcome.waitFor({ timeout: LONG });
      const opened = { said: await outcome.innerText(), saved: await takeSaved(page) };
      await page.close();
      return opened;
    },
    close,
  };
}

/** Reads what was saved, and empties the folder. */
const takeSaved = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const saved: Record<string, string> = {};
    const names = [];
    // The DOM's types do not declare that a folder can be gone through.
    for await (const name of (folder as unknown as { keys: () => AsyncIterable<string> }).keys())
      names.push(name);
    for (const name of names.sort()) {
      const file = await (await folder.getFileHandle(name)).getFile();
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      if (name !== 'index.csv')
        saved[name] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
      await folder.removeEntry(name);
    }
    return saved;
  });
