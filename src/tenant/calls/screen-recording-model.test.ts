import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { oneTenant, tenant } from '../../testing/given.ts';
import { acknowledgement } from '../../testing/steps.ts';
import {
  addTo,
  redo,
  removeFrom,
  undo,
  wantedList,
  type Draft,
  type Version,
} from '../../domain/draft-list.ts';
import { makePair } from '../../testing/pairs.ts';
import type { Caller } from '../../testing/client.ts';

/**
 * Two administrators at the same time. Each has a page with the list and pending changes; the tenant has the list.
 * Random steps are compared with the documented behaviour: *Add* and *Remove* only change the pending changes, *Cancel*
 * discards them, *Save* makes them the list. If both save, neither may undo a change of the other that they have not
 * seen.
 */
let callers: Caller[];
let certificates: string[];
oneTenant();
beforeAll(async () => {
  callers = [await tenant.signedIn('administrator'), await tenant.signedIn('administrator')];
  certificates = await Promise.all(
    Array.from(
      { length: 4 },
      async () => (await call().call('POST /api/certificates', { body: makePair() })).answer.id,
    ),
  );
});

const call = (who = 0): Caller => {
  const caller = callers[who];
  if (!caller) throw new Error('Nobody');
  return caller;
};

async function read(who: number): Promise<Version> {
  const { items, etag } = (await call(who).call('GET /api/screen-recording-certificates')).answer;
  return { etag, ids: items.map(({ id }) => id) };
}

const put = (who: number, certificateIds: string[], etag: string, acknowledged: boolean) =>
  call(who).call('PUT /api/screen-recording-certificates', {
    body: { certificateIds, ...(acknowledged ? { acknowledgement } : {}) },
    headers: { 'If-Match': etag },
  });

/** The certificates that the recorder's settings name. */
async function recorded(pems: ReadonlyMap<string, string>, contactCenterId: string): Promise<string[]> {
  const { settings } = (
    await call().call('GET /api/v2/ops/contact-centers/{id}/settings/screen-recording-encryption', {
      params: { id: contactCenterId },
    })
  ).answer;
  return settings.flatMap(({ name, value }) =>
    name.startsWith('certificate-') ? (pems.get(value.replaceAll('\r\n', '\n')) ?? 'unknown') : [],
  );
}

type Step =
  | { who: number; kind: 'look' | 'cancel' | 'redo' }
  | { who: number; kind: 'add' | 'remove'; which: number[] }
  | { who: number; kind: 'undo'; which: number }
  | { who: number; kind: 'save'; acknowledged: boolean };

const who = fc.integer({ min: 0, max: 1 });
const which = fc.integer({ min: 0, max: 3 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ who, kind: fc.constant('cancel') }) },
    { weight: 5, arbitrary: fc.record({ who, kind: fc.constantFrom('look', 'redo') }) },
    {
      weight: 8,
      arbitrary: fc.record({
        who,
        kind: fc.constantFrom('add', 'remove'),
        which: fc.uniqueArray(which, { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ who, kind: fc.constant('undo'), which }) },
    {
      weight: 7,
      arbitrary: fc.record({
        who,
        kind: fc.constant('save'),
        acknowledged: fc.boolean(),
      }),
    },
  ),
  { minLength: 15, maxLength: 30, size: 'max' },
);

/**
 * The model: plain sets, and for each administrator the list that they saw when they began. It knows nothing about the
 * implementation of drafts.
 */
interface Model {
  list: string[];
  saves: number;
  people: { seenSaves: number; began: number | undefined; adds: Set<string>; removes: Set<string> }[];
}

test('no save is lost in 200 random interleavings of two administrators', { timeout: 120_000 }, async () => {
  const { contactCenterId } = (await call().call('GET /api/screen-recording-certificates')).answer;
  const pems = new Map<string, string>();
  for (const id of certificates) {
    pems.set((await call().call('GET /api/certificates/{id}/pem', { params: { id } })).answer, id);
  }
  const seen = { saved: 0, conflicts: 0, stops: 0, redone: 0 };

  const run = async (sequence: Step[]) => {
    await put(0, [], '*', true);
    const start = await read(0);
    const pages: { current: Version; draft: Draft | null }[] = [
      { current: start, draft: null },
      { current: start, draft: null },
    ];
    const model: Model = {
      list: [],
      saves: 0,
      people: pages.map(() => ({ seenSaves: 0, began: undefined, adds: new Set(), removes: new Set() })),
    };
    for (const step of sequence) {
      const page = pages[step.who];
      const person = model.people[step.who];
      if (!page || !person) throw new Error('Nobody');
      const forget = () => {
        person.adds.clear();
        person.removes.clear();
        person.began = undefined;
      };
      switch (step.kind) {
        case 'look':
          page.current = await read(step.who);
          person.seenSaves = model.saves;
          expect(page.current.ids).toEqual(model.list);
          break;
        case 'cancel':
          page.draft = null;
          forget();
          break;
        case 'redo':
          if (page.draft) seen.redone++;
          page.current = await read(step.who);
          page.draft = page.draft && redo(page.draft, page.current);
          person.seenSaves = model.saves;
          for (const id of person.adds) if (model.list.includes(id)) person.adds.delete(id);
          for (const id of person.removes) if (!model.list.includes(id)) person.removes.delete(id);
          person.began = person.adds.size + person.removes.size > 0 ? model.saves : undefined;
          break;
        case 'add':
        case 'remove': {
          const ids = step.which.map((index) => certificates[index] ?? '');
          const change = step.kind === 'add' ? addTo : removeFrom;
          page.draft = change(page.draft, page.current, ids);
          person.began ??= person.seenSaves;
          const [here, there] =
            step.kind === 'add' ? [person.adds, person.removes] : [person.removes, person.adds];
          for (const id of ids) {
            const inList = page.current.ids.includes(id);
            if (!there.delete(id) && inList === (step.kind === 'remove')) here.add(id);
          }
          if (person.adds.size + person.removes.size === 0) person.began = undefined;
          break;
        }
        case 'undo': {
          const id = certificates[step.which] ?? '';
          page.draft = page.draft && undo(page.draft, id);
          person.adds.delete(id);
          person.removes.delete(id);
          if (person.adds.size + person.removes.size === 0) person.began = undefined;
          break;
        }
        case 'save': {
          expect(page.draft === null).toBe(person.began === undefined);
          if (!page.draft || person.began === undefined) break;
          const wanted = wantedList(page.draft, page.current);
          const reply = await put(step.who, wanted, page.draft.base.etag, step.acknowledged);
          const next = [
            ...model.list.filter((id) => !person.removes.has(id)),
            ...[...person.adds].filter((id) => !model.list.includes(id)),
          ];
          if (person.began !== model.saves) {
            expect(reply.problem.code).toBe('changed_meanwhile');
            seen.conflicts++;
          } else if (next.length === 0 && !step.acknowledged) {
            expect(reply.problem.code).toBe('encryption_would_stop');
            seen.stops++;
          } else {
            expect(reply.status).toBe(200);
            // Everything that others have saved is in the list, except what this administrator removed after seeing it.
            model.list = next;
            model.saves++;
            page.draft = null;
            page.current = { etag: reply.answer.etag, ids: reply.answer.items.map(({ id }) => id) };
            person.seenSaves = model.saves;
            forget();
            expect(page.current.ids).toEqual(model.list);
            expect(await recorded(pems, contactCenterId)).toEqual(model.list);
            seen.saved++;
          }
          break;
        }
      }
    }
    // Nothing changes before a save, and only saves change the list.
    expect((await read(0)).ids).toEqual(model.list);
    expect(await recorded(pems, contactCenterId)).toEqual(model.list);
  };
  await fc.assert(fc.asyncProperty(steps, run), { seed: 1, numRuns: 200 });
  // Every kind of step must have occurred in the runs.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
});
