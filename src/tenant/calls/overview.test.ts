import { expect, test } from 'vitest';
import { administrator, eachTenant, inDays, professional } from '../../testing/given.ts';
import { uploadedBy } from '../../testing/steps.ts';
import type { Caller } from '../../testing/client.ts';

eachTenant('administrator', 'professional');

const overview = async (caller: Caller, pairs?: string) =>
  (await caller.call('GET /api/overview', { query: pairs === undefined ? {} : { pairs } })).answer;

const said = async (caller: Caller, pairs?: string) =>
  (await overview(caller, pairs)).toDo.map(({ text }) => text);

test('of an empty tenant: nothing is encrypted, and the first steps are open', async () => {
  const { voice, screen, firstSteps, unassigned, toDo, ivrProfiles, coverage } =
    await overview(administrator);
  expect([voice.text, screen?.text]).toEqual(['not encrypted', 'not encrypted']);
  expect(firstSteps?.map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open', 'open']);
  expect(unassigned).toBeNull();
  expect(toDo).toMatchObject([
    { text: 'Upload the first recording certificate', to: { page: 'certificates' } },
  ]);
  expect(ivrProfiles.map(({ name }) => name)).toEqual(expect.arrayContaining(['record_emea']));
  expect(coverage.places.length).toBeGreaterThan(0);
});

test('each is told what they can do, in the keystore as their session sees it', async () => {
  const { id, subjectName } = await uploadedBy(administrator);
  const { toDo, unassigned, firstSteps } = await overview(administrator);
  expect(unassigned).toBe(id);
  expect(firstSteps?.find(({ step }) => step === 'upload')?.state).toBe('done');
  expect(toDo).toContainEqual(
    expect.objectContaining({
      text: `${subjectName}: not assigned`,
      to: { page: 'certificate', id },
    }),
  );
  const seen = await overview(professional);
  expect(seen).toMatchObject({ changedElsewhere: true, unassigned: null, firstSteps: null });
  expect(seen.toDo.map(({ text }) => text)).toEqual(['There is no recording certificate yet']);
});

test('a pair that the browser made for a renewal is a step of it', async () => {
  const { id, subjectName } = await uploadedBy(administrator);
  expect(await said(administrator)).not.toContainEqual(expect.stringContaining('Renew'));
  expect(await said(administrator, `${id},9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d`)).toContainEqual(
    expect.stringContaining(`Renew ${subjectName}: step 3`),
  );
});

test('the end of a namesake comes as a time, which the browser writes as a day', async () => {
  for (const notAfter of [inDays(400), inDays(800)]) {
    await uploadedBy(administrator, { commonName: 'Twin', notAfter });
  }
  const group = (await overview(administrator)).toDo.find(({ text }) => text.includes('not assigned'));
  const tasks = group && 'tasks' in group ? group.tasks : [];
  const until = (await administrator.call('GET /api/certificates')).answer.items.map(
    ({ notAfter }) => notAfter,
  );
  expect(tasks.map(({ times }) => times)).toEqual(until.map((time) => [time]));
  for (const { text, times } of tasks) expect(text).toContain(`Twin (until ${times?.[0]}, `);
});
