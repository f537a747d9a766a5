import type { DatabaseSync } from 'node:sqlite';
import { certificateStatus } from '../../domain/certificate.ts';
import { textOrder } from '../../domain/list.ts';
import { hasWords, searchable, searchWords } from '../../domain/search.ts';
import { visible } from '../../domain/visible.ts';
import { readableForm } from '../../pki/certificate/name.ts';
import { readPem } from '../../pki/pem/pem.ts';
import { entryHash } from './audit-chain.ts';
import { gramsOf } from './audit-grams.ts';
import { deflatedEnvelope } from './envelopes.ts';

/** The functions of our own that SQL calls, in statements and in migrations. */
export function defineFunctions(sqlite: DatabaseSync): void {
  sqlite.function('readable_dn', { deterministic: true }, (dn) => readableForm(String(dn)));
  sqlite.function('visible_text', { deterministic: true }, (text) => visible(String(text)));
  sqlite.function('text_order', { deterministic: true }, (text) => textOrder(String(text)));
  // What is no PEM stays as it is, so that a migration loses nothing.
  sqlite.function('pem_bytes', { deterministic: true }, (pem) => {
    const [block] = readPem(String(pem));
    return block && !block.problem ? block.bytes : Buffer.from(String(pem));
  });
  sqlite.function('deflated_envelope', { deterministic: true }, (der, first) =>
    deflatedEnvelope(der as Uint8Array, first as Uint8Array),
  );
  sqlite.function('certificate_status', (notBefore, notAfter, now) => {
    const validity = { notBefore: String(notBefore), notAfter: String(notAfter) };
    return certificateStatus(validity, new Date(String(now))).kind;
  });
  // SQLite's own LIKE knows upper case only of ASCII. A query gives the same search with every row, so its words are
  // kept.
  let search = '';
  let words: string[] = [];
  sqlite.function('has_words', { deterministic: true, varargs: true }, (given, ...texts) => {
    if (given !== search) words = searchWords((search = String(given)));
    return Number(hasWords(searchable(texts.join('\n')), words));
  });
  sqlite.function('audit_grams', { deterministic: true }, (action, text) =>
    gramsOf(String(action), String(text)),
  );
  // Called by SQL, so that the hash is over what SQLite stores, whatever it was given.
  sqlite.function('audit_hash', { deterministic: true, varargs: true }, (before, id, ...content) => {
    const [at = '', username = '', role = '', session = '', action = '', summary = '', ids = ''] =
      content.map(String);
    const certificateIds = JSON.parse(ids) as string[];
    const entry = { id: Number(id), at, username, role, session, action, summary, certificateIds };
    return entryHash(String(before), entry);
  });
}
