import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copiesReport } from '../../pki/pile/copies.ts';
import { Pile } from '../../pki/pile/pile.ts';
import { checkedRows, placesText, rowsOf } from './rows.ts';

const fixture = (name: string) => {
  const bytes = readFileSync(join(import.meta.dirname, '../../pki/fixtures', name));
  return { name, blob: new Blob([bytes]) };
};

async function reportOf(...names: string[]) {
  const pile = new Pile();
  pile.add(names.map(fixture));
  while ((await pile.work(1000)).doing !== 'nothing');
  return copiesReport(pile);
}

test('without a keystore the dropped certificates are looked for, each once', async () => {
  const report = await reportOf('tenant.pem', 'tenant.der', 'bundle.pem', 'rsa3072.pem');
  expect(rowsOf(undefined, [], report).map(({ name, from }) => [name, from])).toEqual([
    ['Genesys Recording', 'these files'],
    ['RSA 3072', 'these files'],
  ]);
});

test('the certificate of an issuer that came with one it signed is not, unless its key is there', async () => {
  const [own, ca, key] = await Promise.all(
    ['tenant.pem', 'rsa3072.pem', 'rsa3072.key'].map((name) => reportOf(name)),
  );
  const [signed, issuer] = [own!.certificates[0]!, ca!.certificates[0]!];
  const facts = { ...signed.found.facts, issuer: issuer.found.facts.subject, selfIssued: false };
  const report = {
    ...own!,
    certificates: [{ ...signed, found: { ...signed.found, facts } }, issuer],
  };
  expect(rowsOf(undefined, [], report).map(({ name }) => name)).toEqual(['Genesys Recording']);
  expect(rowsOf(undefined, [], { ...report, keys: key!.keys })).toHaveLength(2);
});

test('renewed certificates with one name are both looked for', async () => {
  expect(rowsOf(undefined, [], await reportOf('tenant.pem', 'other.pem'))).toHaveLength(2);
});

test('what needs somebody comes first', async () => {
  const rows = rowsOf(undefined, [], await reportOf('tenant.pem', 'rsa3072.pem'));
  const places = [{ file: 'a', inside: undefined }];
  const checked = checkedRows(rows, [
    { kind: 'opens', places, sessionKey: 'none given' },
    { kind: 'missing' },
  ]);
  expect(checked.map(({ name, state }) => [name, state])).toEqual([
    ['RSA 3072', 'missing'],
    ['Genesys Recording', 'opens'],
  ]);
});

const place = (file: string, inside?: string) => ({ file, inside });

test('of many places a few are named', () => {
  expect(placesText([place('a.p12', 'PKCS#12, “A”'), place('b')])).toBe('a.p12, PKCS#12, “A”; b');
  expect(placesText(['a', 'b', 'c', 'd', 'e'].map((name) => place(name)))).toBe('a; b; c; and 2 more');
});
