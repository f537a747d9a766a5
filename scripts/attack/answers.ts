import { createHash, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePair, rsaKeys, withExponent } from '../../src/testing/pairs.ts';
import { expect, member, type Client, type Server, type Stage } from '../faults/stage.ts';
import type { Attack } from './attack.ts';
import { given, uploaded } from './given.ts';

const VERIFY = '../../scripts/verify-audit-log.ts';
/** What a terminal obeys: here it would only turn what follows red. */
const RED = '\u001B[31m';

/** A request to assign a certificate, by its id. */
async function requested(administrator: Client): Promise<string> {
  const { items } = (await given(administrator, '/api/ivr-profiles')) as { items: { id: string }[] };
  const asked = await administrator.send('POST', '/api/requests', {
    kind: 'assignment',
    certificateId: await uploaded(administrator),
    ivrProfileIds: [items[0]?.id],
    note: '',
  });
  return String(member(asked, 'id'));
}

async function decline(server: Server, id: string, reason: string): Promise<number> {
  const professional = await server.signIn('professional');
  // JSON.stringify writes half a character as an escape, which is JSON.
  const { status } = await professional.send('POST', `/api/requests/${id}/answer`, { agree: false, reason });
  return status;
}

/** As somebody with a database tool does it. */
function tamper(stage: Stage, sql: string): void {
  const database = new DatabaseSync(join(stage.dataDir, 'environment.sqlite'), { timeout: 5000 });
  database.exec(
    `DROP TRIGGER IF EXISTS audit_entry_stays; DROP TRIGGER IF EXISTS audit_entry_is_final; ${sql}`,
  );
  database.close();
}

async function chainOf(client: Client): Promise<{ breaks?: { from: number }[]; breakCount?: number }> {
  return (await given(client, '/api/audit-log/chain')) as {
    breaks?: { from: number }[];
    breakCount?: number;
  };
}

export const answers: Attack[] = [
  {
    name: 'half a character as the reason of a decline',
    play: async (stage) => {
      const server = await stage.start();
      const administrator = await server.signIn('administrator');
      const status = await decline(server, await requested(administrator), 'no \uD800');
      expect(status === 400, `it is refused (${status})`);
      const { code, output } = await stage.run(VERIFY);
      expect(code === 0, `the chain of the audit log holds: ${output}`);
      return 'refused, and the chain of the audit log holds';
    },
  },
  {
    name: 'a change of the audit log behind another one, and entries with numbers that are never given',
    play: async (stage) => {
      const server = await stage.start();
      const administrator = await server.signIn('administrator');
      for (let i = 0; i < 4; i++) await uploaded(administrator);
      const columns = 'at, username, role, session, action, summary, hash';
      tamper(
        stage,
        `UPDATE audit_entry SET username = 'nobody' WHERE id IN (2, 4);
         INSERT INTO audit_entry (id, ${columns}) SELECT -1, ${columns} FROM audit_entry WHERE id = 3;
         INSERT INTO audit_entry (id, ${columns}) SELECT 0, ${columns} FROM audit_entry WHERE id = 3;`,
      );
      const { breaks = [] } = await chainOf(administrator);
      const found = breaks.map(({ from }) => from).toSorted((a, b) => a - b);
      expect(found.join() === '-1,0,2,4', `each is listed (${found.join() || 'none'})`);
      const { code, output } = await stage.run(VERIFY);
      expect(
        code === 1 && /entry 2\b/.test(output) && /entry 4\b/.test(output),
        `by the script, too: ${output}`,
      );
      return `breaks at ${found.join(', ')} are listed`;
    },
  },
  {
    name: 'a public exponent of φ(n) + 1, with which a ciphertext is its text',
    play: async (stage) => {
      const administrator = await (await stage.start()).signIn('administrator');
      const keys = withExponent(rsaKeys(), (phi) => phi + 1n);
      const answer = await administrator.send('POST', '/api/certificates', makePair({ keys }));
      expect(answer.status === 422, `the pair is refused (${answer.status})`);
      return `refused: ${String(member(answer, 'code'))}`;
    },
  },
  {
    name: 'an upload sent again after its pair was deleted',
    play: async (stage) => {
      const administrator = await (await stage.start()).signIn('administrator');
      const pair = makePair();
      const key = { 'Idempotency-Key': randomUUID() };
      const first = await administrator.send('POST', '/api/certificates', pair, key);
      const path = `/api/certificates/${String(member(first, 'id'))}`;
      await administrator.send('DELETE', path, undefined, { 'If-Match': '*' });
      const again = await administrator.send('POST', '/api/certificates', pair, key);
      const { status } = await administrator.get(`/api/certificates/${String(member(again, 'id'))}`);
      expect(again.status !== 201 || status === 200, `no id is answered that is not there (${again.status})`);
      return `answered with ${again.status}, and with no id that is not there`;
    },
  },
  {
    name: 'the answer of an upload as a hash over the private key',
    play: async (stage) => {
      const administrator = await (await stage.start()).signIn('administrator');
      const { certificate, privateKey } = makePair();
      const body = { certificate, privateKey, privateKeyPassword: 'guessed' };
      await administrator.send('POST', '/api/certificates', body, { 'Idempotency-Key': randomUUID() });
      const plain = createHash('sha256')
        .update(JSON.stringify([certificate, privateKey, 'guessed', null]))
        .digest();
      const database = new DatabaseSync(join(stage.dataDir, 'environment.sqlite'), { readOnly: true });
      const rows = database.prepare('SELECT * FROM upload_answer').all();
      database.close();
      const values = rows.flatMap((row) => Object.values(row)).filter((value) => value instanceof Uint8Array);
      expect(rows.length === 1, 'the answer is kept');
      expect(!values.some((value) => plain.equals(value)), 'nothing kept is a plain hash of the upload');
      return 'what is kept cannot be compared with a guess';
    },
  },
  {
    name: 'orders for the terminal, and a separator of a spreadsheet, in a user’s text',
    play: async (stage) => {
      const server = await stage.start();
      const administrator = await server.signIn('administrator');
      await uploaded(administrator, makePair({ commonName: `a;b\tc${RED}` }));
      tamper(stage, "UPDATE audit_entry SET username = username || char(27) || '[31m' WHERE id = 2");
      const { output } = await stage.run(VERIFY);
      expect(output.includes('entry 2'), 'the script names the entry');
      expect(!output.includes('\u001B'), 'the terminal is given nothing to obey');
      // Earlier builds have the file under its other path.
      const now = await administrator.get('/api/audit-log.csv');
      const { body } = now.status === 200 ? now : await administrator.get('/api/audit-log/entries.csv');
      const csv = String(body);
      const line = csv.split('\n').find((each) => each.includes('a;b')) ?? '';
      expect(/"[^"\n]*a;b/.test(line.replaceAll('""', '')), `the field is quoted in CSV: ${line}`);
      return 'shown by their numbers, and quoted';
    },
  },
  {
    name: 'a caller who goes away',
    play: async (stage) => {
      const server = await stage.start();
      const administrator = await server.signIn('administrator');
      const { hostname, port, host } = new URL(server.url);
      for (const request of [
        `POST /api/certificates HTTP/1.1\r\nHost: ${host}\r\nCookie: ${administrator.cookie}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"certificate":`,
        `POST /api/certificates HTTP/1.1\r\nHost: ${host}\r\nCookie: ${administrator.cookie}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"cer`,
        `GET /api/audit-log/entries.jsonl HTTP/1.1\r\nHost: ${host}\r\nCookie: ${administrator.cookie}\r\n\r\n`,
      ]) {
        const socket = connect(Number(port), hostname);
        await once(socket, 'connect');
        await new Promise((resolve) => socket.write(request, resolve));
        // An answered call means that the server has read the bytes of the other connection, too.
        await given(administrator, '/api/certificates');
        socket.resetAndDestroy();
        await once(socket, 'close');
        await given(administrator, '/api/certificates');
      }
      expect((await server.stop()) === 0, 'the server ends');
      expect(!/internal error/.test(server.output), `nothing is logged as our error:\n${server.output}`);
      server.expectNoStack();
      return 'nothing is logged as an error of the server';
    },
  },
];
