import { entryHash, FIRST_FOLLOWS, type ChainedEntry } from '../../../src/tenant/store/audit-chain.ts';
import { expect } from '../../../src/testing/client.ts';
import type { Rule } from '../world.ts';

export const auditLog: Rule[] = [
  {
    name: 'Every write is in the audit log, with who did it and from which session',
    async check(world) {
      const administrator = await world.administrator();
      const { id } = await world.upload(administrator);
      const query = { certificateId: id };
      const [entry] = (await administrator.call('GET /api/audit-log', { query })).answer.items;
      expect(entry?.action === 'certificate.uploaded', 'the upload is its newest entry');
      expect(entry.username === world.credentials('administrator').username, 'it names who uploaded');
    },
  },
  {
    name: 'The audit log is a hash chain, which its JSON lines prove',
    async check(world) {
      const administrator = await world.administrator();
      const chain = (await administrator.call('GET /api/audit-log/chain')).answer;
      expect(chain.breakCount === 0, 'the tenant says that the chain holds');
      const { bytes } = await administrator.call('GET /api/audit-log/entries.jsonl');
      const lines = bytes.toString().split('\n').filter(Boolean);
      let before = FIRST_FOLLOWS;
      let hasHead = false;
      for (const line of lines) {
        const entry = JSON.parse(line) as ChainedEntry;
        expect(
          entryHash(before, entry) === entry.hash,
          `the hash of entry ${entry.id} follows from the one before`,
        );
        before = entry.hash;
        hasHead ||= before === chain.head;
      }
      expect(hasHead, 'the head is the hash of an entry');
    },
  },
  {
    name: 'The audit log is exported as CSV',
    async check(world) {
      const administrator = await world.administrator();
      const { bytes, headers } = await administrator.call('GET /api/audit-log.csv');
      expect(headers.get('Content-Type')?.startsWith('text/csv') === true, 'it is text/csv');
      expect(bytes.toString().split('\r\n').length > 1, 'its lines end with CRLF (RFC 4180)');
    },
  },
];
