import type { Page } from '@playwright/test';

/** Drops files and folders of the disk on the page, as a person does with the mouse. */
export const dropFromDisk = (page: Page, ...files: string[]): Promise<void> =>
  dropFromDiskAt(page, { x: 400, y: 300 }, ...files);

export async function dropFromDiskAt(
  page: Page,
  at: { x: number; y: number },
  ...files: string[]
): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data });
  }
}
