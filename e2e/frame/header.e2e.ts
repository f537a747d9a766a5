import { askAssignment } from '../calls.ts';
import { expect, store, test } from '../fixtures.ts';

test.use({ as: 'administrator' });

for (const width of [1200, 1280, 1440]) {
  test(`with a name of 40 characters nothing of the header is cut or moves, at ${width} px`, async ({
    page,
    signIn,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await signIn('azure-administrator');
    const account = page.getByRole('button', { name: /^Account/ });
    const header = page.locator('header');
    const title = header.getByRole('link', { name: /^Recording Certificate/ });
    const isWhole = () =>
      title.locator('span').evaluate((element) => element.scrollWidth <= element.clientWidth);
    await expect(account).toBeVisible();
    const before = await header.boundingBox();
    expect(before?.height).toBeLessThanOrEqual(57);
    expect(await isWhole()).toBe(true);

    await account.getByText('azure-administrator', { exact: true }).evaluate((element) => {
      element.textContent = 'a'.repeat(40);
    });
    expect(await header.boundingBox()).toEqual(before);
    expect(await isWhole()).toBe(true);
    const audit = await page.getByRole('link', { name: 'Audit Log', exact: true }).boundingBox();
    const box = await account.boundingBox();
    expect((audit?.x ?? 0) + (audit?.width ?? 0)).toBeLessThanOrEqual(box?.x ?? 0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  });
}

test('the menu says how many requests wait for an answer', async ({ page, signIn, otherPage }) => {
  await askAssignment(page, (await store(page, 'New')).id);
  await signIn('professional', '/', otherPage);
  const menu = otherPage.getByRole('button', { name: 'Assignment: 1 waits for an answer', exact: true });
  await menu.click();
  await otherPage.getByRole('menuitem', { name: 'Requests 1 waits for an answer', exact: true }).click();
  await otherPage.getByRole('link', { name: 'New', exact: true }).click();
  await otherPage.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(otherPage.getByRole('button', { name: 'Assignment', exact: true })).toBeVisible();
});
