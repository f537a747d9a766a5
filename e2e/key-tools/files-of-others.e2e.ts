import { openTool } from '../acts.ts';
import { expect, pem, test } from '../fixtures.ts';

const file = (name: string) => pem(`other-programs/${name}`);

const CERTIFICATE = 'Genesys Recording';
const ALONE = 'The base64 stood there without BEGIN and END; it was decoded.';

/** What Inspect says of a file of another program. */
const SAID: [name: string, said: string[]][] = [
  ['utf16.key', ['Private key', 'RSA, 2048 bits']],
  ['utf16-big-endian.pem', [CERTIFICATE]],
  ['base64-only.cer', [CERTIFICATE, ALONE]],
  ['base64-only.key', ['RSA, 2048 bits', ALONE]],
  ['base64-only.p12', ['PKCS#12, locked', ALONE]],
  ['certutil-encode.pfx.txt', ['PKCS#12, locked']],
  ['openssh-commented.key', ['is a private key in OpenSSH’s own form', 'ssh-keygen -p -m PKCS8 -f COPY']],
  ['openpgp.asc', ['is encrypted with OpenPGP', 'gpg -o NEW -d FILE']],
  ['openpgp-private.asc', ['has a block “PGP PRIVATE KEY BLOCK”, which this console does not read']],
  ['ssh2.pub', ['A PEM block “SSH2 PUBLIC KEY” that this console has no use for']],
  ['armored.age', ['is encrypted with age']],
  ['recording.bks', ['is a Java keystore of the type BKS']],
  ['archive.7z', ['is a 7z archive']],
  ['tenant.key.enc', ['is encrypted with “openssl enc”']],
  ['three-primes.pem', ['RSA with more than two primes']],
  ['java-without-crt.pk8', ['RSA, 2048 bits']],
  ['bouncy-castle.p7b', [CERTIFICATE]],
  ['openssl-stream.p7m', ['Session-key envelope']],
  ['open-to-all.p12', ['Nothing in it is encrypted: anyone with this file has the key.']],
];

test('Inspect says of each file of another program what it is, and the way on', async ({ page }) => {
  await page.goto('/key-tools/inspect');
  await page.getByLabel('Files to inspect', { exact: true }).setInputFiles(SAID.map(([name]) => file(name)));
  const cards = page.getByRole('list', { name: 'Found' }).getByRole('listitem');
  for (const [name, said] of SAID) {
    for (const text of said)
      await expect(cards.filter({ hasText: name }).filter({ hasText: text }).first(), name).toBeVisible();
  }
  await expect(cards.filter({ hasText: /Damaged|Neither PEM nor DER/ })).toHaveCount(0);
});

/** A row names so many places. */
const NAMED = 3;

/** Each of them has the key of `tenant.pem`. */
const LOCKED: [password: string, names: string[]][] = [
  [
    'correct horse',
    [
      'nss.p12',
      'bouncy-castle.p12',
      'gpgsm.p12.b64',
      'base64-only.p12',
      'certutil-encode.pfx.txt',
      'java.p12',
      'pbmac1.p12',
      'line-feed.p12',
      'local-machine.p12',
    ],
  ],
  ['Grüße', ['umlaut-gpgsm.p12', 'umlaut-latin1.p12', 'umlaut-decomposed.key']],
  ['', ['empty-password.p12']],
];

for (const [password, names] of LOCKED) {
  test(`Check Backup finds the key in ${names.join(', ')} with “${password}”`, async ({ page }) => {
    test.setTimeout(120_000);
    await openTool(page, 'check-backup');
    const chooser = page.getByLabel('Backup to check', { exact: true });
    await chooser.setInputFiles([pem('tenant.pem'), ...names.map(file)]);
    await page.getByLabel(/^Password of /).fill(password);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(page.getByRole('status', { name: 'Answer' })).toHaveText(
      'The key has a copy here that opens.',
      { timeout: 60_000 },
    );
    await expect(page.getByRole('list', { name: 'Locked files' })).toHaveCount(0, { timeout: 60_000 });
    const row = page.getByRole('row').filter({ hasText: CERTIFICATE });
    for (const name of names.slice(0, NAMED)) await expect(row).toContainText(name);
    if (names.length > NAMED) await expect(row).toContainText(`; and ${names.length - NAMED} more`);
  });
}
