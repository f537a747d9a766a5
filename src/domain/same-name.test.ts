import { expect, test } from 'vitest';
import { nameApart, namesApart, toldApart } from './same-name.ts';

const certificate = (id: string, subjectName: string, hex: string, notAfter = '2027-01-02T00:00:00Z') => ({
  id,
  subjectName,
  serialNumber: { hex },
  notAfter,
});
const day = (iso: string) => iso.slice(0, 10);

const old = certificate('1', 'Genesys Recording', '4A1BC2D3E4F50617');
const renewed = certificate('2', 'Genesys Recording', '0A', '2028-03-04T00:00:00Z');
const endless = certificate('3', 'Genesys Recording', '0B', '9999-12-31T23:59:59Z');
const other = certificate('4', 'Branch office Manila', '0C');

test('equal names have their end and their last digits beside them, others stand alone', () => {
  const all = [old, renewed, endless, other];
  expect(all.map(namesApart(all, day))).toEqual([
    'Genesys Recording (until 2027-01-02, …E4F50617)',
    'Genesys Recording (until 2028-03-04, 0A)',
    'Genesys Recording (without an end, 0B)',
    'Branch office Manila',
  ]);
  expect(new Set(toldApart(all, all, day).map(({ subjectName }) => subjectName)).size).toBe(4);
});

test('one certificate in two lists has no namesake', () => {
  expect(namesApart([old, old, other], day)(old)).toBe('Genesys Recording');
  expect(namesApart([old], day)(renewed), 'one that is not among them').toContain('until 2028-03-04');
});

test('the tenant says that a name is shared, with a certificate that is not on the page', () => {
  expect(nameApart({ ...other, nameShared: true }, day)).toBe('Branch office Manila (until 2027-01-02, 0C)');
  expect(nameApart({ ...other, nameShared: true, notAfter: null }, day), 'destroyed').toBe(
    'Branch office Manila (0C)',
  );
  expect(nameApart({ ...other, nameShared: false }, day)).toBe('Branch office Manila');
  expect(namesApart([other], day)({ ...other, nameShared: true })).toContain('until 2027-01-02');
});
