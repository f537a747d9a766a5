/** `recording-keys check-backup`: of which certificates is there a private key that opens? */
import { parseArgs } from 'node:util';
import { subjectName } from '../domain/certificate.ts';
import { counted } from '../domain/counted.ts';
import { copiesReport, keysBeside, standingOf, type CopyStanding } from '../pki/pile/copies.ts';
import { Pile } from '../pki/pile/pile.ts';
import { placeText, type DroppedCertificate, type Place } from '../pki/pile/report.ts';
import { print } from '../tenant/print.ts';
import { filesAt } from './disk.ts';
import { passwordsIn } from './passwords.ts';
import { printLeftOut, Progress } from './terminal.ts';
import { UsageError } from './usage.ts';

export const CHECK_USAGE = `recording-keys check-backup [--password-file FILE] BACKUP…

  Says for each certificate in folders, archives and keystores whether its private key is there and opens what is
  encrypted for it.

  Exit codes: 0 each key opens, 1 some do not or are not there, 2 the command cannot run so.`;

export async function checkBackup(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'password-file': { type: 'string' } },
  });
  if (positionals.length === 0) throw new UsageError('Name at least one file or folder.');
  const pile = new Pile();
  for (const password of passwordsIn(values['password-file'])) pile.addPassword(password);
  pile.addFolder('.', filesAt(positionals));
  const progress = new Progress();
  for (let read = await pile.work(100); read.doing !== 'nothing'; read = await pile.work(100))
    progress.say(() => `Reading: ${counted(pile.filesRead, 'file')}…`);
  progress.end();

  const report = copiesReport(pile);
  const certificates = [...new Map(report.certificates.map((each) => [each.found.sha256, each])).values()];
  let without = 0;
  for (const certificate of certificates) {
    const standing = await standingOf(pile, certificate.found.facts.der);
    if (standing.kind !== 'opens') without++;
    print(`${nameOf(certificate)}: ${standingText(standing)}`);
  }
  for (const key of keysBeside(
    pile,
    certificates.map(({ found }) => found.facts.der),
  ))
    print(`${placeText(key)}: a private key without a certificate here.`);
  printLeftOut(report.leftOut);
  print(
    `${counted(certificates.length, 'certificate')}: ${certificates.length - without} with a private key that opens, ${without} without.`,
  );
  pile.erase();
  return without > 0 || certificates.length === 0 ? 1 : 0;
}

const nameOf = ({ found: { facts } }: DroppedCertificate): string =>
  `${subjectName(facts.subject)}, serial number ${facts.serialNumber.hex}`;

const placesText = (places: readonly Place[]): string => places.map(placeText).join(', ');

function standingText(standing: CopyStanding): string {
  switch (standing.kind) {
    case 'opens':
      return `its private key opens (${placesText(standing.places)}).`;
    case 'damaged':
      return `its private key is damaged (${placesText(standing.places)}).`;
    case 'locked':
      return `its private key is locked (${placesText(standing.places)}). Give its password with --password-file.`;
    case 'perhaps':
      return `no private key was found. ${placesText([...standing.locked, ...standing.unopened])} could not be opened and may contain it.`;
    case 'only the certificate':
    case 'missing':
      return 'its private key is not here.';
  }
}
