import { writingText } from '../../src/domain/password-writing.ts';
import { openWith } from '../../src/testing/passwords.ts';
import { expect, pem, test } from '../fixtures.ts';

test('keys and containers of other programs open in the browser, however their password was written', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await page.goto('/key-tools/convert');
  const opened = page.getByRole('list', { name: 'Opened' });
  for (const [file, password, writing] of openWith) {
    await page.getByLabel('Files to convert', { exact: true }).setInputFiles(pem(`other-programs/${file}`));
    const field = page.getByLabel(`Password of ${file}`);
    await field.fill(password);
    await field.press('Enter');
    await expect(opened).toContainText(`${file}: a private key, RSA, 2048 bits`, { timeout: 60_000 });
    if (writing) await expect(opened).toContainText(writingText(writing));
    else await expect(opened).not.toContainText('The password fits');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect(opened).toHaveCount(0);
  }
});
