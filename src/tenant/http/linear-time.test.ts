import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Call } from '../../contract/call.ts';
import { calls } from '../../contract/calls.ts';
import { holdsPrivateKey } from '../../domain/note.ts';
import { confirmsSerialNumber } from '../../domain/certificate.ts';
import { csvLine } from '../../domain/csv.ts';
import { expiryCalendar } from '../../domain/expiry-calendar.ts';
import { attachment, certificateFileNames } from '../../domain/file-name.ts';
import { keyNumber } from '../../domain/ivr-profile.ts';
import { dnFieldProblem } from '../../domain/key-pair.ts';
import { quoted, subjectArgument } from '../../domain/openssl-commands.ts';
import { judgePassphrase } from '../../domain/passphrase.ts';
import { pathOnSite } from '../../domain/path-on-site.ts';
import { hasWords, searchable, searchWords } from '../../domain/search.ts';
import { foreignCode } from '../../pki/files/foreign-files.ts';
import { readCertificateFile, readPrivateKeyFile, sortFile } from '../../pki/files/files.ts';
import { inspectFile } from '../../pki/files/inspect-file.ts';
import { mendFile } from '../../pki/pem/mend-pem.ts';
import { readableForm } from '../../pki/certificate/name.ts';
import { pairInFile } from '../../pki/files/pair-in-file.ts';
import { decodeBase64, readPem } from '../../pki/pem/pem.ts';
import { inspectPrivateKey } from '../../pki/key/private-key.ts';
import { dateOf } from '../../pki/asn1/time.ts';
import { introduce, readFront } from './caller.ts';
import { acceptedEncoding, isCompressible } from './compression.ts';
import { readCookie } from './cookies.ts';
import { decodeCursor } from './cursor.ts';
import { isKnown, matches } from './etag.ts';
import { firstPage } from '../document/first-pages.ts';
import { forConsole, forTenant } from '../forward/forwarded-cookies.ts';
import { readRange } from '../recorder/media-answer.ts';
import { isOwnHost, isSameOrigin } from './origin.ts';
import { printable } from '../print.ts';
import { createServer } from './server.ts';
import { networkOf } from '../sign-in/sign-in-limit.ts';
import { staticFiles } from '../document/static-files.ts';
import { awkwardTexts, slowOnes, type Texts } from '../../testing/linear-time.ts';
import { PASSWORD, testTenant, type TestTenant } from '../../testing/tenant.ts';
import { assertText, readQuery } from './text.ts';

/** As much as Node takes for all headers of a request, which is 16 kB. */
const LENGTH = 15_000;
/** A part of what a body may have. */
const BODY_LENGTH = 60_000;

interface Reader {
  examples: string[];
  own?: string[];
  read: (text: string) => unknown;
}

/** What a header can contain: visible Latin characters, blanks and tabs. */
const inHeader = (text: string) => text.replaceAll(/[^\t\u0020-\u007e\u0080-\u00ff]/g, 'x');
const asking = (name: string, value: string) =>
  new Request('http://localhost:5180/', { headers: { [name]: inHeader(value) } });
const front = readFront({ TENANT_ORIGIN: 'https://console.example', TENANT_PROXY: '10.0.0.0/8' });
const refused = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    expect(error).toHaveProperty('code');
  }
};

const headers: Record<string, Reader> = {
  'Accept-Encoding': {
    examples: ['gzip, br;q=0.5', 'br;a="b;c";q=0'],
    own: ['gzip;q=0,', ' ;', ';q='],
    read: (text) => acceptedEncoding(asking('Accept-Encoding', text)),
  },
  'If-Match': { examples: ['"7", W/"8"'], own: ['W/', '*,'], read: (text) => matches(text, '"7"') },
  'If-None-Match': { examples: ['W/"7", "8"'], own: ['W/', '*,'], read: (text) => isKnown(text, 'W/"9"') },
  Range: { examples: ['bytes=0-1', 'bytes=-5'], own: ['0-'], read: (text) => readRange(text, 1000) },
  Cookie: {
    examples: ['session=environment.abc; colours=dark', 'a="b"'],
    own: ['session=', 'session;', '; session'],
    read: (text) => readCookie(asking('Cookie', text), 'session'),
  },
  'Cookie of a console': {
    examples: ['tenant.host.session=a; b=c'],
    own: ['tenant.', 'tenant.host.', ';tenant.a='],
    read: (text) => [forTenant(text, 'tenant'), forTenant(text, '__Host-tenant')],
  },
  'Set-Cookie of a tenant': {
    examples: ['__Host-session=a; Max-Age=1; Path=/; SameSite=None; Secure'],
    own: ['__Host-', ';Max-Age', '; SameSite'],
    read: (text) => forConsole(text, '__Host-tenant'),
  },
  'X-Forwarded-For, -Proto, -Host': {
    examples: ['203.0.113.9, 10.0.0.2', '[2001:db8::1]:443', '::ffff:10.0.0.1:1'],
    own: ['10.0.0.1,', '::', '1.', '[::1]', '::ffff:'],
    read: (text) => {
      for (const name of ['X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host']) {
        introduce(asking(name, text), '10.0.0.1', front);
      }
    },
  },
  Host: {
    examples: ['localhost:5180', '[::1]:5180'],
    read: (text) =>
      isOwnHost(asking('Host', text), { origin: 'https://console.example', loopbackOnly: true }),
  },
  Origin: { examples: ['https://console.example'], read: (text) => isSameOrigin(asking('Origin', text)) },
  'the address of a caller': { examples: ['2001:db8::1%eth0'], own: ['::', '0:'], read: networkOf },
  'the path of a page': {
    examples: ['/administration/certificates'],
    own: ['/..', '/.', '//', '%2e'],
    read: (text) => [firstPage(new URL('http://localhost/' + text), undefined), isCompressible(text)],
  },
  'a cursor': {
    examples: ['WyJhIiwiYiJd', '["a","b"]'],
    own: ['[', '{"a":', '"\\u'],
    read: (text) => {
      refused(() => decodeCursor(z.tuple([z.string()]), text));
      refused(() => decodeCursor(z.tuple([z.string()]), Buffer.from(text).toString('base64url')));
    },
  },
  'a query': {
    examples: ['a=b&c=%20'],
    own: ['&a', '%e2%82', '%'],
    read: (text) => refused(() => readQuery(new URL(`http://localhost/?${text}`))),
  },
};

const bytesOf = (text: string) => new TextEncoder().encode(text);
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
const KEY =
  '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n';
const CALENDAR = 'Expiry dates';
const pemParts = [
  '-----BEGIN A-----AAAA-----END A----- ',

  '-----',
  '-----BEGIN ',
  '-----END ',
  'BEGIN A',
  '\\n',
  '\\r\\n',
  '> ',
  '"\n"',
  '",\n"',
  '", "',
];
const pem = {
  examples: [CERTIFICATE, KEY],
  own: [...pemParts, `${CERTIFICATE.trim()} `, 'Proc-Type: 4,ENCRYPTED\n'],
};

const texts: Record<string, Reader> = {
  'the words of a search': {
    examples: ['genesys recording'],
    read: (text) => hasWords(searchable(text), searchWords(text)),
  },
  'the name of a saved file': {
    examples: ['Aufzeichnung Zürich.pem'],
    own: ['-.', 'ß', '\u202e', 'ﷺ'],
    read: (text) => {
      attachment(text, 'pem', 'certificate');
      certificateFileNames([{ subjectName: text, serialNumber: { hex: '00' } }]);
    },
  },
  'a line of CSV': { examples: ['=a,"b"'], read: (text) => csvLine([text, text]) },
  'a note': {
    examples: ['-----BEGIN PRIVATE KEY-----'],
    own: ['-----', '----- BEGIN', 'PRIVATE'],
    read: holdsPrivateKey,
  },
  'a typed serial number': {
    examples: ['0A:1B', '123'],
    read: (text) => confirmsSerialNumber(text, { hex: '0A', decimal: '10' }),
  },
  'a typed name': {
    examples: ['Genesys'],
    read: (text) => [dnFieldProblem('O', text), dnFieldProblem('C', text), keyNumber(text)],
  },
  'a passphrase': {
    examples: ['correct horse'],
    own: ['pass', '123', 'abc', 'password'],
    read: judgePassphrase,
  },
  'an argument of a command': {
    examples: [`it's "a"`],
    read: (text) => [quoted(text), subjectArgument([['CN', text]])],
  },
  'a reference': {
    examples: ['/a/../b?c#d'],
    own: ['/..', '/.', '//', '../', '%2e'],
    read: (text) => pathOnSite(text, 'https://console.example'),
  },
  'what a terminal shows': { examples: ['a\n    at b'], own: ['\n    at ', '\u001b'], read: printable },
  'a text that is stored': {
    examples: ['a'],
    own: ['\ud800'],
    read: (text) => refused(() => assertText({ text })),
  },
  'a name in RFC 2253': {
    examples: ['CN=M\\C3\\BCnchen,O=a\\,b'],
    own: ['\\C3', '\\C3\\BC', '\\0A', '\\,'],
    read: (text) => {
      try {
        readableForm(text);
      } catch (error) {
        // Only the printer of names writes this form, and it writes UTF-8.
        expect(error).toBeInstanceOf(TypeError);
      }
    },
  },
  'a date': {
    examples: ['20261130120000.5Z', '261130120000+0100'],
    own: ['.0', '+01'],
    read: (text) => [dateOf(text, true), dateOf(text, false)],
  },
  base64: { examples: ['MAA='], own: ['====', 'AA=='], read: (text) => decodeBase64([text]) },
  PEM: { ...pem, read: readPem },
  'PEM that must be mended': { ...pem, read: (text) => mendFile(bytesOf(text)) },
  'a file with a certificate': {
    ...pem,
    read: (text) => [readCertificateFile(bytesOf(text)), sortFile(bytesOf(text)), foreignCode(bytesOf(text))],
  },
  'a file with a private key': {
    ...pem,
    read: async (text) => {
      const file = readPrivateKeyFile(bytesOf(text));
      if (file.ok) await inspectPrivateKey(file.value, '', { legacy: true });
    },
  },
};

function membersOf(schema: z.ZodType | undefined): z.ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((each) => membersOf(each as z.ZodType));
  return schema instanceof z.ZodObject ? Object.values(schema.shape) : [];
}

describe('the time grows with the length and no faster', { timeout: 120_000 }, () => {
  test.each(Object.entries(headers))('%s', async (_, { read, ...parts }) => {
    expect(await slowOnes(awkwardTexts(parts), LENGTH, read)).toEqual([]);
  });

  test.each(Object.entries(texts))('%s', async (_, { read, ...parts }) => {
    expect(await slowOnes(awkwardTexts(parts), BODY_LENGTH, read)).toEqual([]);
  });

  test.each([
    ['a file of any kind', async (text: string) => inspectFile(bytesOf(text))],
    ['a pair in a file', async (text: string) => pairInFile(bytesOf(text), '')],
    [
      'an event of a calendar',
      async (subjectName: string) => {
        const of = { sha256: '00'.repeat(32), notAfter: '2027-01-01T00:00:00Z', renewUrl: '/' };
        return expiryCalendar([{ subjectName, ...of }], { name: CALENDAR, asOf: new Date(0) });
      },
    ],
  ])('%s', async (_, read) => {
    // Readers of several forms: without examples, the rows above have those.
    expect(await slowOnes(awkwardTexts({ examples: [], own: pem.own }), LENGTH, read)).toEqual([]);
  });

  test.each((Object.entries(calls) as [string, Call][]).filter(([, { query, body }]) => query ?? body))(
    'what %s takes',
    async (_, { query, body }) => {
      const members = [query, body].flatMap(membersOf);
      const read = (text: string) => {
        for (const member of members) {
          member.safeParse(text);
          member.safeParse([text]);
        }
      };
      expect(members).not.toEqual([]);
      const examples = ['2026-11-30T12:00:00.000Z'];
      expect(await slowOnes(awkwardTexts({ examples }), LENGTH, read)).toEqual([]);
    },
  );

  test('and the test sees where it does not', async () => {
    const blanks: Texts = new Map([['many " "', (length) => ' '.repeat(length)]]);
    const quadratic = new RegExp(String.raw`\s*;\s*`);
    const slow = await slowOnes(blanks, 8000, (text) => quadratic.exec(text));
    expect(slow).toEqual([expect.stringMatching(/^many " ": \d+ ms, a quarter \d+ ms$/)]);
    // As long, and in proportion.
    const often = Array.from({ length: 1000 });
    const fast = await slowOnes(blanks, LENGTH, (text) => often.map(() => text.split(' ').length));
    expect(fast).toEqual([]);
  });
});

describe('a request', { timeout: 120_000 }, () => {
  let tenant: TestTenant;
  let dist: string;
  let server: (request: Request) => Promise<Response>;
  let cookie: string;
  beforeAll(async () => {
    tenant = await testTenant(new Date());
    dist = mkdtempSync(join(tmpdir(), 'dist-'));
    writeFileSync(join(dist, 'index.html'), '<!doctype html><head></head><body><div id="root"></div></body>');
    server = createServer({
      tenants: tenant.tenants,
      demoPassword: PASSWORD,
      files: staticFiles(dist),
      loopbackOnly: true,
      front: { ...readFront({ TENANT_PROXY: '127.0.0.1' }) },
      log: () => {},
    });
    ({ cookie } = await tenant.signedIn('administrator'));
  });
  afterAll(() => {
    tenant.close();
    rmSync(dist, { recursive: true, force: true });
  });

  const ask = async (path: string, given: Record<string, string> = {}, method = 'GET') => {
    const answer = await server(
      new Request(`http://localhost${path}`, {
        method,
        headers: { Cookie: cookie, ...given },
        ...(method === 'GET' ? {} : { body: '{"certificateIds":[]}' }),
      }),
    );
    await answer.arrayBuffer();
    expect(answer.status).not.toBe(500);
  };

  test.each([
    'Accept',
    'Accept-Encoding',
    'Accept-Language',
    'Authorization',
    'Connection',
    'Content-Type',
    'Cookie',
    'Forwarded',
    'Host',
    'If-Match',
    'If-Modified-Since',
    'If-None-Match',
    'Idempotency-Key',
    'Origin',
    'Range',
    'Referer',
    'Sec-Fetch-Site',
    'User-Agent',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
  ])('with many of everything in %s', async (name) => {
    const read = async (text: string) => {
      const given = { [name]: inHeader(`a${text}b`) };
      await ask('/api/certificates', given);
      await ask('/administration/certificates', { Accept: 'text/html', ...given });
      await ask(
        '/api/screen-recording-certificates',
        { 'Content-Type': 'application/json', ...given },
        'PUT',
      );
    };
    expect(await slowOnes(awkwardTexts({ examples: [] }), LENGTH, read)).toEqual([]);
  });

  test.each([
    '/api/certificates?cursor=',
    '/api/certificates?search=',
    '/api/certificates?',
    '/api/certificates/',
    '/administration/certificates?q=',
    '/administration/certificates?sort=',
    '/',
  ])('with many of everything after %s', async (path) => {
    const read = (text: string) => ask(path + encodeURI(text.toWellFormed()), { Accept: 'text/html' });
    expect(await slowOnes(awkwardTexts({ examples: [] }), LENGTH, read)).toEqual([]);
  });
});
