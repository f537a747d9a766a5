import type { AnswerOf } from '../contract/calls.ts';

/** For tests: a certificate as the list answers it. Its id needs escaping in HTML. */
export const certificate: AnswerOf<'GET /api/certificates'>['items'][number] = {
  id: 'a"b',
  subjectName: 'Genesys Recording',
  serialNumber: { hex: '0A1B', decimal: '2587' },
  subjectDn: 'CN=Genesys Recording',
  issuerDn: 'CN=Genesys Recording',
  alias: '1:CN=Genesys Recording:2587',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2026-12-31T23:30:00Z',
  keyBits: 2048,
  signatureAlgorithm: 'sha256WithRSAEncryption',
  sha256: 'AB'.repeat(32),
  selfSigned: 'yes',
  uploadedBy: 'administrator',
  uploadedAt: '2026-11-01T00:00:00Z',
  assignedTo: [],
  replaces: null,
  replacedBy: null,
  backupCheck: null,
  etag: '"1"',
};
