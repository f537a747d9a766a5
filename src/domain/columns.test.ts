import { expect, test } from 'vitest';
import { auditWords } from './audit.ts';
import { cellOf, exactText, keySizeColumn, serialNumberWords, type ColumnWords } from './columns.ts';
import { csvLine } from './csv.ts';

const line = <Row>(columns: readonly ColumnWords<Row>[], row: Row) =>
  csvLine(columns.flatMap(({ text, sortBy }) => (text ? cellOf({ text, sortBy }, row) : [])));

test('in a file for spreadsheets, what only looks like a number is a text', () => {
  const columns = [
    serialNumberWords<{ serialNumber: { hex: string }; keyBits: number }>(),
    keySizeColumn<{ serialNumber: { hex: string }; keyBits: number }>(),
  ];
  for (const hex of ['1E05', '10', 'DEC5'])
    expect(line(columns, { serialNumber: { hex }, keyBits: 2048 })).toBe(`'${hex},2048 bits\r\n`);
});

test('the exported audit log counts its entries, and its sessions are texts', () => {
  const entry = {
    id: 7,
    at: '2026-11-30T08:00:00Z',
    username: '007',
    session: '1234e5',
    certificateIds: null,
  };
  const rest = {
    role: 'administrator',
    action: 'signed.in',
    summary: 'Signed in',
    hash: '1e'.padEnd(64, '0'),
  };
  expect(line(auditWords, { ...entry, ...rest })).toBe(
    `7,2026-11-30T08:00:00Z,'007,administrator,'1234e5,signed.in,Signed in,,'${rest.hash}\r\n`,
  );
});

test('what is no date is shown as it is', () => {
  expect(exactText('2036-11-21T09:30:00.000Z')).toBe('2036-11-21T09:30:00Z');
  expect(exactText('yesterday')).toBe('yesterday');
});
