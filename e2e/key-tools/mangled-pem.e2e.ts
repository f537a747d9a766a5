import { readFile } from 'node:fs/promises';
import { expect, file, pem, test } from '../fixtures.ts';

const lines = (text: string) => text.trimEnd().split('\n');

/** PEM in forms in which people paste it, and the message about what was mended. */
const forms: [name: string, mangle: (text: string) => string, said: string][] = [
  [
    '\\n for line ends',
    (text) => text.replaceAll('\n', String.raw`\n`),
    'The line breaks were written as “\\n”; they were restored.',
  ],
  [
    'a JSON string',
    (text) => JSON.stringify(text),
    'The line breaks were written as “\\n”; they were restored.',
  ],
  ['one line', (text) => text.replaceAll('\n', ' '), 'The line breaks were missing; they were restored.'],
  [
    'YAML',
    (text) =>
      lines(text)
        .map((line) => `    ${line}`)
        .join('\n'),
    'The lines were indented; the leading spaces were removed.',
  ],
  [
    'a quoted mail',
    (text) =>
      lines(text)
        .map((line) => `> ${line}`)
        .join('\n'),
    'The “>” of a quoted mail was removed.',
  ],
];

const certificate = () => readFile(pem('tenant.pem'), 'utf8');
const key = () => readFile(pem('private.pem'), 'utf8');

test('the Upload panel mends mangled PEM, chosen or pasted, and the tenant gets its normal form', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  await signIn('administrator', '/administration/certificates/upload');
  const panel = page.getByRole('dialog', { name: 'Upload Certificate' });
  const slot = (label: string) => panel.getByRole('group', { name: label, exact: true });
  await slot('Key File').getByRole('button', { name: 'Paste text', exact: true }).click();
  for (const [name, mangle, said] of forms) {
    await test.step(name, async () => {
      await panel
        .getByLabel('Certificate File', { exact: true })
        .setInputFiles(file('mangled.pem', mangle(await certificate())));
      await expect(slot('Certificate File')).toContainText(said);
      await expect(panel.getByLabel('Subject Name')).toHaveText('Genesys Recording');
      await panel.getByLabel('Key File: PEM text').fill(mangle(await key()));
      await expect(slot('Key File')).toContainText(said);
      await expect(panel.getByText('The private key fits the certificate')).toBeVisible();
      await slot('Key File')
        .getByRole('button', { name: /^Remove/ })
        .click();
    });
  }
  await panel
    .getByLabel('Key File', { exact: true })
    .setInputFiles(file('mangled.key', forms[0]![1](await key())));
  await expectAccessible();
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Genesys Recording is in the keystore')).toBeVisible();
});

test('what cannot be mended is named', async ({ page, signIn }) => {
  await signIn('administrator', '/administration/certificates/upload');
  const whole = await certificate();
  await page
    .getByLabel('Certificate File', { exact: true })
    .setInputFiles(file('half.pem', whole.slice(0, 600).replaceAll('\n', ' ')));
  await expect(page.getByRole('group', { name: 'Verdict', exact: true })).toContainText(
    'the line END CERTIFICATE is missing',
  );
});

for (const [tool, place] of [
  ['Inspect', 'Found'],
  ['Convert', 'Opened'],
] as const) {
  test(`${tool} mends mangled PEM, chosen or pasted`, async ({ page }) => {
    await page.goto(`/key-tools/${tool.toLowerCase()}`);
    const found = page.getByRole('list', { name: place }).getByRole('listitem');
    for (const [name, mangle, said] of forms) {
      await test.step(name, async () => {
        const text = mangle((await certificate()) + (await key()));
        const chooser = page.waitForEvent('filechooser');
        await page.getByRole('button', { name: 'Choose Files', exact: true }).click();
        await (await chooser).setFiles(file('mangled.txt', text));
        await expect(found).toHaveCount(2);
        await expect(found.first()).toContainText(said);
        await page.getByRole('button', { name: 'Paste text', exact: true }).click();
        await page.getByLabel('PEM text', { exact: true }).fill(text);
        await page.getByRole('button', { name: 'Read this text', exact: true }).click();
        await expect(found).toHaveCount(4);
        if (tool === 'Inspect') await expect(found.last()).toContainText(said);
        else for (const item of await found.all()) await expect(item).toContainText(said);
        await page.getByRole('button', { name: 'Clear', exact: true }).click();
        await expect(found).toHaveCount(0);
      });
    }
  });
}
