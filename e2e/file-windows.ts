import type { Page } from '@playwright/test';

/**
 * Replaces the browser's own dialogs for saving files and folders, which Playwright cannot operate. Call it before the
 * page is opened. `none`: there are no such dialogs, as in Firefox and Safari. `answered`: they answer with a real
 * folder, the browser's private one.
 */
export async function fileWindows(page: Page, windows: 'none' | 'answered'): Promise<void> {
  await page.addInitScript((answered) => {
    Object.assign(globalThis, {
      showDirectoryPicker: answered ? () => navigator.storage.getDirectory() : undefined,
      showSaveFilePicker: answered
        ? async ({ suggestedName }: { suggestedName: string }) => {
            const folder = await navigator.storage.getDirectory();
            return folder.getFileHandle(suggestedName, { create: true });
          }
        : undefined,
    });
  }, windows === 'answered');
}
