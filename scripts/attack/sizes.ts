import { makePair } from '../../src/testing/pairs.ts';
import { expect, member, type Client } from '../faults/stage.ts';
import type { Attack } from './attack.ts';
import { held, kept, megabytes, startWatched } from './figures.ts';
import { assigned, emptyConsole, given, uploaded } from './given.ts';

/** The largest common name in a name of 2 kB, of the character that takes the most room in a document. */
const LONGEST = '<'.repeat(1990);

export const sizes: Attack[] = [
  {
    name: 'names of 60 kB',
    play: async (stage) => {
      const administrator = await (await stage.start()).signIn('administrator');
      for (const pair of [
        makePair({ commonName: 'x'.repeat(60_000) }),
        makePair({ serialNumber: 1n << 8000n }),
      ]) {
        const answer = await administrator.send('POST', '/api/certificates', pair);
        expect(member(answer, 'code') === 'certificate_too_large', `it is refused (${answer.status})`);
      }
      return 'a name of 60 kB and a serial number of 1 kB are refused by name';
    },
  },
  {
    name: 'the page of Certificates with the longest names, loaded 20 times at once',
    play: async (stage, pace) => {
      const { server, watch } = await startWatched(stage, { CONSOLE_DIR: emptyConsole(stage) });
      const administrator = await server.signIn('administrator');
      const count = pace.quick ? 40 : 150;
      for (let i = 0; i < count; i++) await uploaded(administrator, makePair({ commonName: LONGEST }));
      const load = async () => {
        const response = await fetch(`${server.url}/administration/certificates`, {
          headers: { Cookie: administrator.cookie, Accept: 'text/html' },
        });
        return (await response.arrayBuffer()).byteLength;
      };
      const bytes = await load();
      const one = await watch.of(load);
      const storm = await watch.of(() => Promise.all(Array.from({ length: 20 }, load)));
      const list = await watch.of(() => given(administrator, '/api/certificates'));
      return `${count} certificates: ${kept(
        megabytes('the page has', bytes, 2.5),
        held('one load', one, pace),
        held('20 loads', storm, pace, 20 * 50),
        held('the list', list, pace),
      )}`;
    },
  },
  {
    name: 'lists of requests',
    play: async (stage, pace) => {
      const server = await stage.start();
      const administrator = await server.signIn('administrator');
      const { items } = (await given(administrator, '/api/ivr-profiles')) as { items: { id: string }[] };
      const count = pace.quick ? 5 : 40;
      const certificateId = await uploaded(administrator);
      for (let i = 0; i < count; i++) {
        const asked = await administrator.send('POST', '/api/requests', {
          kind: 'assignment',
          certificateId,
          ivrProfileIds: [items[0]?.id],
          note: 'x'.repeat(2000),
        });
        await administrator.send('POST', `/api/requests/${String(member(asked, 'id'))}/withdraw`);
      }
      const pages = await walk(administrator, '/api/requests', 3);
      expect(
        pages.every((page) => page.length <= 3),
        'a page has as many rows as were asked for',
      );
      expect(new Set(pages.flat()).size === count, `all ${count} are found`);
      return `${count} requests in ${pages.length} pages`;
    },
  },
  {
    name: 'a list of an IVR profile, with more and more certificates',
    slow: true,
    play: async (stage, pace) => {
      const { server, watch } = await startWatched(stage);
      const administrator = await server.signIn('administrator');
      const ids: string[] = [];
      for (let i = 0; i < 101; i++)
        ids.push(await uploaded(administrator, makePair({ commonName: LONGEST })));
      await assigned(server, ids.slice(0, 1));
      const put = await watch.of(() => assigned(server, ids.slice(0, 100)));
      const profiles = await watch.of(() => given(administrator, '/api/ivr-profiles'));
      const coverage = await watch.of(() => given(administrator, '/api/coverage'));
      const professional = await server.signIn('professional');
      const [profile] = ((await given(professional, '/api/ivr-profiles')) as { items: { id: string }[] })
        .items;
      const path = `/api/ivr-profiles/${profile?.id}/certificates`;
      const more = await professional.send('PUT', path, { certificateIds: ids }, { 'If-Match': '*' });
      expect(member(more, 'code') === 'list_full', `one more is refused (${more.status})`);
      return kept(
        held('assigning a hundred', put, pace),
        held('the profiles', profiles, pace),
        held('the coverage', coverage, pace),
      );
    },
  },
  {
    name: 'recordings until the disk is full',
    play: async (stage) => {
      const server = await stage.start({ TENANT_MEDIA_QUOTA: '100000' });
      const administrator = await server.signIn('administrator');
      let stored = 0;
      let answer;
      do answer = await administrator.send('POST', '/api/test-calls', { screen: false });
      while (answer.status === 201 && ++stored < 20);
      expect(
        member(answer, 'code') === 'media_quota_reached',
        `the tenant’s quota ends it (${answer.status})`,
      );
      const other = await server.signIn('fabrikam-administrator');
      const made = await other.send('POST', '/api/test-calls', { screen: false });
      expect(made.status === 201, `another tenant records on (${made.status})`);
      return `${stored} recordings fit into 100 kB; another tenant records on`;
    },
  },
  {
    name: 'refusals repeat little of what they got',
    play: async (stage) => {
      const administrator = await (await stage.start()).signIn('administrator');
      const long = 'x'.repeat(100_000);
      const short = 'x'.repeat(10_000);
      const { certificate, privateKey } = makePair();
      const refused = [
        await administrator.send('POST', '/api/certificates', {
          certificate: `-----BEGIN ${long}-----\nAAAA\n-----END ${long}-----\n`,
          privateKey,
        }),
        await administrator.send('POST', '/api/certificates', {
          certificate,
          privateKey: `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: ${long},00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n`,
        }),
        await administrator.send('POST', '/api/requests', { kind: 'assignment', [long]: 1 }),
        await administrator.send('POST', '/api/requests', {
          kind: 'assignment',
          certificateId: 'x',
          [long]: 1,
        }),
        await administrator.send('POST', '/api/requests', {
          kind: 'assignment',
          [long]: 'half a character: \uD800',
        }),
        await administrator.get(`/api/certificates?sort=${short}`),
        await administrator.get(`/api/certificates?limit=${short}`),
        await administrator.get(`/api/recordings?cursor=${short}`),
        await administrator.get(`/api/recordings/${short}`),
        await administrator.get(`/api/${short}`),
      ];
      const longest = Math.max(...refused.map(({ body }) => JSON.stringify(body).length));
      for (const { status } of refused) expect(status >= 400 && status < 500, `it is refused (${status})`);
      return kept({ what: 'the longest refusal has', seen: longest, most: 1000, unit: ' characters' });
    },
  },
];

async function walk(client: Client, path: string, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = (await given(client, `${path}?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`)) as {
      items: { id: string }[];
      nextCursor?: string;
    };
    pages.push(page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined && pages.length < 1000);
  return pages;
}
