import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Call } from '../../contract/call.ts';
import { calls, type CallName } from '../../contract/calls.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { createApi } from './api.ts';
import { listPresentWithDer } from '../store/certificates.ts';
import { findRecording, mediaOf } from '../store/recordings.ts';
import type { Database } from '../store/database.ts';
import { listAccounts, saveAccount } from '../store/accounts.ts';
import { insertPasskey } from '../store/passkeys.ts';
import type { OpenTenant } from '../tenants.ts';
import { makePair } from '../../testing/pairs.ts';
import { deletionBy, screensSavedBy } from '../../testing/steps.ts';
import { PASSWORD, testTenant, type TestTenant } from '../../testing/tenant.ts';

/**
 * Tenants see nothing of each other. Every call of the contract is made by every role of every tenant, and by nobody,
 * with every id that another tenant has, in every place where the call takes an id. The calls are generated from the
 * contract: a call with a text that nothing is known to be sent for fails here until `texts` or `idMembers` name it.
 */

/** Members of a query or a body that are ids; the parameters of a path are ids, too. */
const idMembers = new Set([
  'query certificate',
  'query certificateId',
  'query pairs',
  'body certificateId',
  'body certificateIds',
  'body ivrProfileIds',
  'body ivrProfiles id',
  'body replaces',
]);

/** What is sent for other texts: what belongs to the own tenant, or comes from the other one. */
const texts: Record<string, (own: World, other: World) => string> = {
  'body ivrProfiles etag': () => '*',
  'query cursor': (_, { cursor }) => cursor,
  'query search': (_, { marker }) => marker,
  'query columns': () => 'subjectName,summary',
  'query expiresFrom': () => '2020-01-01T00:00:00.000Z',
  'query serialNumbers': () => '0A',
  'query from': () => '2020-01-01T00:00:00.000Z',
  'query to': () => '2040-01-01T00:00:00.000Z',
  'query action': () => 'certificate.uploaded',
  'query username': ({ marker }) => marker,
  'query about': ({ marker }) => marker,
  'query earlierHead': (_, { head }) => head,
  'query token': ({ token }) => token,
  'body username': ({ accounts }) => accounts.administrator,
  'body password': () => PASSWORD,
  'body newPassword': () => 'gravel lantern eleven boats',
  'body note': () => 'A note',
  'body reason': () => 'A reason',
  'body location': () => 'A safe',
  'body name': () => 'A passkey',
  'body credential id': () => 'AAAA',
  'body credential rawId': () => 'AAAA',
  'body credential response clientDataJSON': () => 'AAAA',
  'body credential response attestationObject': () => 'AAAA',
  'body credential response transports': () => 'usb',
  'body credential response authenticatorData': () => 'AAAA',
  'body credential response signature': () => 'AAAA',
  'body credential response userHandle': () => 'AAAA',
  'body geoLocation': () => 'us-west',
  'query geoLocation': () => 'us-west',
  'body privateKeyPassword': () => 'A password',
  'body acknowledgement typed': () => 'unencrypted',
  'body certificate': ({ pair }) => pair.certificate,
  'body privateKey': ({ pair }) => pair.privateKey,
};

const roles = ['administrator', 'professional', 'agent'] as const;

/** A tenant with something of everything, and the word that each of its own texts contains. */
interface World {
  slug: string;
  marker: string;
  accounts: Record<(typeof roles)[number], string>;
  ids: string[];
  /** Words that no other tenant's answer may contain. */
  secrets: string[];
  token: string;
  /** Of its list of recordings. */
  cursor: string;
  /** Of its audit log. */
  head: string;
  /** A pair that is not in the keystore yet, and outlasts those that are. */
  pair: { certificate: string; privateKey: string };
}

interface Person {
  name: string;
  cookie: string;
  world: World | undefined;
}

const markers: Record<string, string> = { environment: 'Zebra', contoso: 'Heron', fabrikam: 'Otter' };

let filled: TestTenant;
let worlds: World[];
let people: Person[];

beforeAll(async () => {
  filled = await testTenant();
  worlds = [];
  people = [{ name: 'nobody', cookie: '', world: undefined }];
  for (const open of filled.tenants) worlds.push(await fill(open));
  for (const world of worlds) {
    for (const role of roles) {
      const { cookie } = await filled.signedIn(world.accounts[role]);
      people.push({ name: `${world.marker}’s ${role}`, cookie, world });
      if (role !== 'administrator') continue;
      const other = worlds[(worlds.indexOf(world) + 1) % worlds.length]!;
      const moved = cookie.replace(world.slug, other.slug);
      people.push({
        name: `${world.marker}’s ${role} with a cookie for ${other.marker}`,
        cookie: moved,
        world: undefined,
      });
    }
  }
  // After the last session began, so that every session is among the ids.
  for (const world of worlds) {
    const { database } = databaseOf(filled, world);
    // Of an account that signs in no more: its next sign-in would ask for it.
    insertPasskey(database, {
      username: world.accounts.agent,
      name: `${world.marker} key ring`,
      host: 'localhost',
      credentialId: world.marker,
      publicKey: new Uint8Array(1),
      transports: [],
      counter: 0,
      addedAt: filled.clock.now.toISOString(),
    });
    database.run('UPDATE session SET passkey_at = started_at');
    world.ids = idsIn(database);
    world.secrets.push(...world.ids);
  }
  filled.stop();
}, 60_000);
afterAll(() => filled.close());

const databaseOf = ({ tenants }: TestTenant, { slug }: World): OpenTenant => {
  const found = tenants.find((each) => each.slug === slug);
  if (!found) throw new Error(`No tenant ${slug}`);
  return found;
};

/** Accounts of every role, and something of everything that the tenant’s platform has. */
async function fill({ slug, tenant, database }: OpenTenant): Promise<World> {
  const marker = markers[slug] ?? '';
  const accounts = {
    administrator: `${marker}-administrator`,
    professional: `${marker}-professional`,
    agent: `${marker}-agent`,
  };
  const passwordHash = listAccounts(database)[0]?.passwordHash ?? '';
  for (const role of roles) saveAccount(database, { username: accounts[role], role, passwordHash });
  database.run(`UPDATE ivr_profile SET name = name || :marker WHERE name <> 'record'`, {
    marker: ` ${marker}`,
  });
  const administrator = await filled.signedIn(accounts.administrator);
  const professional = await filled.signedIn(accounts.professional);

  const made: { id: string; etag: string }[] = [];
  for (const name of ['used', 'recorded', 'lost', 'given up', 'wanted', 'free', 'gone']) {
    const body = makePair({ commonName: `${marker} ${name}` });
    made.push(
      tenant.platform === 'aws'
        ? (await administrator.call('POST /api/certificates', { body })).answer
        : (await administrator.call('POST /api/keys', { body })).answer,
    );
  }
  const [used, recorded, lost, givenUp, wanted, , gone] = made;
  if (!used || !recorded || !lost || !givenUp || !wanted || !gone) throw new Error('Nothing was uploaded');
  const location = `${marker} safe`;
  await administrator.call('POST /api/backup-checks', { body: { certificateIds: [used.id], location } });
  const { token } = (await administrator.call('POST /api/calendar-feed')).answer;

  const [profile] = (await professional.call('GET /api/ivr-profiles')).answer.items;
  const assign = (ids: string[]) =>
    professional.call('PUT /api/ivr-profiles/{id}/certificates', {
      params: { id: profile?.id ?? '' },
      body: { certificateIds: ids },
      headers: { 'If-Match': '*' },
    });
  for (const { id } of [lost, givenUp, recorded]) {
    await assign([id]);
    await administrator.call('POST /api/test-calls', { body: { screen: false } });
  }
  await assign([recorded.id]);
  if (tenant.screenRecording) {
    await screensSavedBy(administrator, [used.id]);
  }
  if (tenant.platform === 'aws') {
    const note = `${marker} note`;
    const request = {
      kind: 'assignment' as const,
      certificateId: wanted.id,
      ivrProfileIds: [profile?.id ?? ''],
      note,
    };
    await administrator.call('POST /api/requests', { body: request });
    await administrator.call('POST /api/requests', {
      body: { kind: 'deletion', certificateId: lost.id, note },
    });
    await deletionBy(administrator, gone.id);
  }
  const recordings = await administrator.call('GET /api/recordings', { query: { limit: '1' } });
  const chain = await administrator.call('GET /api/audit-log/chain');
  return {
    slug,
    marker,
    accounts,
    ids: [],
    // The second line of a certificate in PEM contains its serial number.
    secrets: [
      marker,
      tenant.name,
      ...listPresentWithDer(database, { limit: 100, after: undefined }).items.flatMap(
        ({ der, sha256, serialDecimal }) => [
          encodePem('CERTIFICATE', der).split('\n')[1] ?? '',
          sha256,
          serialDecimal,
        ],
      ),
    ],
    token,
    cursor: recordings.answer.nextCursor ?? '',
    head: chain.answer.head ?? '',
    pair: makePair({ commonName: `${marker} new`, notAfter: new Date('2040-01-01') }),
  };
}

/** Every text in a column named `id`, `uuid` or `…_id`, of every table, and the ids of media. */
function idsIn(database: Database): string[] {
  const tables = database.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`);
  const ids = tables.flatMap(({ name: table }) =>
    database
      .all<{ name: string; type: string }>(`SELECT name, type FROM pragma_table_info(:table)`, { table })
      .filter(({ name, type }) => type === 'TEXT' && /(^|_)(id|uuid)$/.test(name))
      .flatMap(({ name }) =>
        database
          .all<{ id: string | null }>(`SELECT DISTINCT ${name} AS id FROM ${table}`)
          .map(({ id }) => id),
      ),
  );
  const recordings = database
    .all<{ id: string }>('SELECT uuid AS id FROM recording')
    .flatMap(({ id }) => findRecording(database, id) ?? []);
  const media = recordings.flatMap((each) => mediaOf(database, each).map(({ mediaId }) => mediaId));
  return [...new Set([...ids, ...media])].filter((id) => id !== null && id.length > 8) as string[];
}

/** A place where a call takes an id: "path id", "body certificateIds". */
type Slot = string;

/** What a request is filled with. */
interface Filling {
  own: World;
  other: World;
  idOf: (slot: Slot) => string;
  /** A member that may be left out, and is not. */
  option?: string;
}

interface Plan {
  slots: Slot[];
  /** The texts that may be left out. */
  options: string[];
  requestOf: (filling: Filling) => { url: string; init: RequestInit };
}

type Json = z.core.JSONSchema.BaseSchema;

const alternatives = ({ anyOf = [], oneOf = [] }: Json): Json[] => [...anyOf, ...oneOf];

interface Case {
  title: string;
  name: CallName;
  body: Json | undefined;
}

/** Every call, and where a body has alternatives, the call with each. */
const cases = (Object.keys(calls) as CallName[]).flatMap((name): Case[] => {
  const call: Call = calls[name];
  const body = call.body && z.toJSONSchema(call.body, { io: 'input' });
  const bodies = body ? alternatives(body) : [];
  return bodies.length === 0
    ? [{ title: name, name, body }]
    : bodies.map((each, index) => ({ title: `${name}, body ${index + 1}`, name, body: each }));
});

function planOf(name: CallName, body: Json | undefined): Plan {
  const call: Call = calls[name];
  const [method = '', template = ''] = name.split(' ');
  const query = call.query && z.toJSONSchema(call.query, { io: 'input' });
  const parameters = [...template.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => `path ${parameter}`);
  const members = [...membersOf(body, 'body'), ...membersOf(query, 'query')];
  const slots = [...parameters, ...members.map(({ path }) => path).filter((path) => idMembers.has(path))];
  const unknown = members.find(({ path, isText }) => isText && !idMembers.has(path) && !(path in texts));
  if (unknown) throw new Error(`This test does not know what to send as ${unknown.path} of ${name}`);
  const options = members.filter(({ path, required }) => !required && path in texts).map(({ path }) => path);
  return {
    slots: [...new Set(slots)],
    options: [...new Set(options)],
    requestOf(filling) {
      const { idOf } = filling;
      const path = template.replaceAll(/\{(\w+)\}/g, (_, parameter: string) =>
        encodeURIComponent(idOf(`path ${parameter}`)),
      );
      const given = query ? (valueOf(query, 'query', filling) as Record<string, unknown>) : {};
      const search = new URLSearchParams(Object.entries(given).map(([key, value]) => [key, String(value)]));
      return {
        url: search.size > 0 ? `${path}?${search.toString()}` : path,
        init: {
          method,
          headers: {
            ...(body ? { 'Content-Type': 'application/json' } : {}),
            ...(call.bodyTypes ? { 'Content-Type': call.bodyTypes[0] ?? '' } : {}),
            ...(call.ifMatch ? { 'If-Match': '*' } : {}),
          },
          ...(body ? { body: JSON.stringify(valueOf(body, 'body', filling)) } : {}),
          ...(call.bodyTypes ? { body: 'No media' } : {}),
        },
      };
    },
  };
}

interface Member {
  path: string;
  required: boolean;
  isText: boolean;
}

function membersOf(schema: Json | undefined, path: string): Member[] {
  if (!schema) return [];
  const members = Object.entries(schema.properties ?? {}).flatMap(([key, each]) =>
    [
      {
        path: `${path} ${key}`,
        required: schema.required?.includes(key) ?? false,
        isText: [each as Json, (each as Json).items as Json | undefined].some(
          (text) => text?.type === 'string' && !text.enum && text.const === undefined,
        ),
      },
    ].concat(membersOf(((each as Json).items ?? each) as Json, `${path} ${key}`)),
  );
  return [...members, ...alternatives(schema).flatMap((each) => membersOf(each, path))];
}

/** A value that the schema takes, without what may be left out, but with every id. */
function valueOf(schema: Json, path: string, filling: Filling): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = alternatives(schema);
  if (first) return valueOf(first, path, filling);
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).map(([key, each]) => ({
        key,
        schema: each as Json,
        path: `${path} ${key}`,
      }));
      return Object.fromEntries(
        members
          .filter(
            (each) =>
              schema.required?.includes(each.key) || idMembers.has(each.path) || each.path === filling.option,
          )
          .map((each) => [each.key, valueOf(each.schema, each.path, filling)]),
      );
    }
    case 'array': {
      return [valueOf(schema.items as Json, path, filling)];
    }
    case 'string': {
      if (idMembers.has(path)) return filling.idOf(path);
      const text = texts[path];
      if (!text) throw new Error(`This test does not know what to send as ${path}`);
      return text(filling.own, filling.other);
    }
    case 'boolean': {
      return false;
    }
    case 'number':
    case 'integer': {
      return schema.maximum ?? 1_000_000;
    }
    default:
      throw new Error(`This test does not know what to send as ${path}, a ${String(schema.type)}`);
  }
}

const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** Filters of a list: an unknown id finds nothing, which is no error. */
const isFilter = (slot: Slot) => slot.startsWith('query ');

const isDone = (status: number) => status < 400;

describe.each(cases)('$title', ({ name, body }) => {
  const { slots, options, requestOf } = planOf(name, body);
  let tenant: TestTenant;
  let api: ReturnType<typeof createApi>;
  const open = async () => {
    tenant = await testTenant(undefined, filled.dataDir);
    // With another demo password, nobody is told the accounts.
    const { tenants, clock } = tenant;
    api = createApi({ tenants, demoPassword: 'not the usual one', now: () => clock.now });
  };
  beforeEach(open);
  afterEach(() => tenant.close());

  async function ask({ cookie }: Person, filling: Filling): Promise<{ status: number; text: string }> {
    const { url, init } = requestOf(filling);
    const headers = new Headers(init.headers);
    if (cookie) headers.set('Cookie', cookie);
    const response = await api.request(url, { ...init, headers });
    return { status: response.status, text: await response.text() };
  }

  /** Ids of the person’s own tenant with which the call does what it says; it has done it then. */
  async function workingIds(person: Person, own: World): Promise<Map<Slot, string> | undefined> {
    const [first = '', second = ''] = slots;
    for (const id of own.ids) {
      for (const another of second === '' ? [''] : own.ids) {
        const ids = new Map([
          [first, id],
          [second, another],
        ]);
        const { status, text } = await ask(person, { own, other: own, idOf: (slot) => ids.get(slot) ?? '' });
        if (status === 401 || status === 403) return undefined;
        const isFound = !isFilter(first) || text.includes(own.marker) || text.includes(id);
        if (isDone(status) && isFound) return ids;
      }
    }
    return undefined;
  }

  if (slots.length > 0) {
    test('does nothing and tells nothing for an id of another tenant', async () => {
      expect(slots.length).toBeLessThanOrEqual(2);
      const working = new Map<World, Map<Slot, string>>();
      for (const person of people) {
        const ids = person.world && (await workingIds(person, person.world));
        if (person.world && ids) working.set(person.world, ids);
      }
      // Otherwise the ids of other tenants would not even reach the place where they are looked for.
      expect(working.size, `somebody makes this call with own ids as ${slots.join(' and ')}`).toBeGreaterThan(
        0,
      );
      tenant.close();
      await open();

      const before = worlds.map((world) => contentOf(databaseOf(tenant, world).database));
      for (const person of people) {
        const others = worlds.filter((world) => world !== person.world);
        for (const other of others) {
          const own = person.world ?? worlds.find((world) => world !== other)!;
          for (const slot of slots) {
            const answerFor = async (id: string) => {
              const idOf = (each: Slot) => (each === slot ? id : (working.get(own)?.get(each) ?? NOWHERE));
              const { status, text } = await ask(person, { own, other, idOf });
              return { status, text: text.replaceAll(id, '(id)') };
            };
            const nowhere = await answerFor(NOWHERE);
            if (!isFilter(slot)) expect(isDone(nowhere.status)).toBe(false);
            expectNothingOf(others, nowhere.text);
            for (const id of other.ids) {
              const { status, text } = await answerFor(id);
              if (status !== nowhere.status || text !== nowhere.text) {
                expect({ status, text }, `${person.name}, ${slot} ${id}`).toEqual(nowhere);
              }
            }
          }
        }
      }
      expect(worlds.map((world) => contentOf(databaseOf(tenant, world).database))).toEqual(before);
    });
  }

  test('tells nobody anything of another tenant', async () => {
    for (const person of people) {
      const own = person.world ?? worlds[0]!;
      const other = worlds.find((world) => world !== own)!;
      for (const option of [undefined, ...options]) {
        const filling = { own, other, idOf: () => own.ids[0] ?? '', ...(option ? { option } : {}) };
        const { text } = await ask(person, filling);
        // Whoever knows a password or the token of a feed is told what these open.
        const opens = /"username"|token=/.test(
          Object.values(requestOf(filling).init).join() + requestOf(filling).url,
        );
        expectNothingOf(
          worlds.filter((world) => world !== person.world && !(opens && world === own)),
          text,
        );
      }
    }
  });
});

function expectNothingOf(others: readonly World[], text: string): void {
  const told = others.flatMap(({ secrets }) => secrets).find((secret) => text.includes(secret));
  expect(told, text).toBeUndefined();
}

/** Everything that is stored, except when a session was last used. A virtual table is stored in others. */
function contentOf(database: Database): unknown {
  return database
    .all<{ name: string }>(
      `SELECT name FROM sqlite_schema
       WHERE type = 'table' AND name <> 'session' AND sql NOT LIKE 'CREATE VIRTUAL TABLE %' ORDER BY name`,
    )
    .map(({ name }) => [name, database.all(`SELECT * FROM "${name}"`)]);
}

test('a call that the test knows nothing to send for is a failure', () => {
  const [own] = worlds;
  const schema = z.toJSONSchema(z.object({ unheardOf: z.string() }), { io: 'input' });
  expect(() => valueOf(schema, 'body', { own: own!, other: own!, idOf: () => '' })).toThrow(
    'This test does not know what to send as body unheardOf',
  );
});
