import { z } from 'zod';
import { keySorts } from '../domain/certificate-columns.ts';
import { csvOf, type CallTable } from './call.ts';
import { certificate, changedElsewhere, ofCertificate, upload } from './certificates.ts';
import { listOf } from './lists.ts';

/** A pair of Keys Management. Its certificate is in the `record` IVR profile under this key. */
const key = certificate.extend({
  key: z
    .string()
    .nullable()
    .describe(
      'The parameter of the IVR profile: certificate-1, …; null while it is in none, as an expired one',
    ),
});

const keys = listOf(key, {
  sorts: keySorts,
  sort: 'key',
  searched: `the key, the alias, ${ofCertificate}`,
  filters: {},
});
const keyPage = keys.answer.extend({ changedElsewhere });

export const keyCalls = {
  'GET /api/keys': {
    summary: 'Keys Management: the pairs of an Azure tenant, with key and alias',
    allow: 'manage keys',
    query: keys.query,
    answer: keyPage,
  },
  'GET /api/keys.csv': csvOf('manage keys', keys.exported),
  'POST /api/keys': {
    summary: 'Upload a pair, its key in PKCS#8, into the IVR profile named record',
    allow: 'manage keys',
    body: upload,
    answer: key,
    status: 201,
    idempotencyKey: true,
  },
} as const satisfies CallTable;
