import type { Page } from '@playwright/test';

/**
 * No driver can answer the browser's own windows for saving into files and folders. Before the page is opened: either
 * they are not there, as in Firefox and Safari, or they answer with a real folder, the browser's private one.
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
