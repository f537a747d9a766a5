import { describe, expect, test } from 'vitest';
import { attachment, certificateFileName, certificateFileNames, fileNameOf } from './file-name.ts';

test.each([
  ['Genesys Recording', 'Genesys-Recording'],
  ['Aufzeichnung Zürich', 'Aufzeichnung-Zürich'],
  ['録音証明書', '録音証明書'],
  ['../../etc/passwd', 'etc-passwd'],
  ['a\u202Egnp.exe', 'a-gnp.exe'],
  ['con: a|b?*"<>\\', 'con-a-b'],
  ['  . ', 'certificate'],
  ['', 'certificate'],
  ['x'.repeat(300), 'x'.repeat(100)],
])('%j is saved as %j', (name, expected) => {
  expect(fileNameOf(name)).toBe(expected);
});

describe('Content-Disposition', () => {
  test.each([
    ['Genesys Recording', 'attachment; filename="Genesys-Recording.pem"'],
    [
      'Aufzeichnung Zürich',
      `attachment; filename="Aufzeichnung-Zurich.pem"; filename*=UTF-8''Aufzeichnung-Z%C3%BCrich.pem`,
    ],
    [
      'Straße (Øst)',
      `attachment; filename="Strasse-Ost.pem"; filename*=UTF-8''Stra%C3%9Fe-%28%C3%98st%29.pem`,
    ],
    ['録音', `attachment; filename="certificate-0A1B2C3D.pem"; filename*=UTF-8''%E9%8C%B2%E9%9F%B3.pem`],
    ['a"; filename="evil.exe', 'attachment; filename="a-filename-evil.exe.pem"; '],
  ])('of %j', (name, expected) => {
    expect(attachment(fileNameOf(name), 'pem', 'certificate-0A1B2C3D')).toContain(expected);
  });
});

const named = (subjectName: string, hex: string) => ({ subjectName, serialNumber: { hex } });

test('certificates in one folder have names of their own, also where upper and lower case are the same', () => {
  expect(
    certificateFileNames([
      named('Genesys Recording', '0A'),
      named('genesys recording', '0B'),
      named('Zürich / Bern', '0C'),
      named('Genesys Recording', '0A'),
    ]),
  ).toEqual([
    'Genesys-Recording-0A.pem',
    'genesys-recording-0B.pem',
    'Zürich-Bern.pem',
    'Genesys-Recording-0A-2.pem',
  ]);
});

test('of two certificates with one name, each file says which one it is of', () => {
  const shared = Object.assign(named('Recording', '0A'), { nameShared: true });
  expect(certificateFileName(shared)).toBe('Recording-0A');
  expect(certificateFileName({ ...shared, subjectName: 'x'.repeat(300) })).toBe(`${'x'.repeat(100)}-0A`);
  expect(certificateFileName(named('Recording', '0A'))).toBe('Recording');
  expect(certificateFileNames([shared]), 'also where the other one is not in the folder').toEqual([
    'Recording-0A.pem',
  ]);
});
