import { expect, test } from 'vitest';
import { PROOF_MINUTES } from '../../domain/session.ts';
import { administrator, eachTenant, professional, signInAs, tenant } from '../../testing/given.ts';
import {
  acknowledgement,
  assignedBy,
  profileNamed,
  profileSavedBy,
  screensSavedBy,
  uploadedBy,
} from '../../testing/steps.ts';

eachTenant('administrator', 'professional');

const PROOF_MS = PROOF_MINUTES * 60_000;
const tooOld = { code: 'proof_needed', status: 403 };

const save = (certificateIds: string[], more = {}) =>
  profileSavedBy(professional, 'record_emea', certificateIds, more);

const saveScreens = (certificateIds: string[], more = {}) =>
  screensSavedBy(administrator, certificateIds, more);

test('turning off encryption asks again who acts, after the last sign-in is so old', async () => {
  const { id } = await uploadedBy(administrator);
  await assignedBy(professional, 'record_emea', [id]);
  await saveScreens([id]);
  tenant.clock.advance(PROOF_MS + 1);
  const refused = await save([], { acknowledgement });
  expect(refused.problem).toMatchObject(tooOld);
  expect(refused.problem.detail).toMatch(/^Nothing was changed\..* more than 10 minutes ago\. Sign in again/);
  expect((await saveScreens([], { acknowledgement })).problem).toMatchObject(tooOld);
  expect((await profileNamed(professional, 'record_emea')).certificates).toHaveLength(1);
  // What is missing of the act itself is said first.
  expect((await save([])).problem).toMatchObject({ code: 'encryption_would_stop' });

  await signInAs('professional');
  tenant.clock.advance(PROOF_MS);
  expect((await save([], { acknowledgement })).status).toBe(200);
});

test('what stops nothing is never asked about', async () => {
  const [first, second] = [await uploadedBy(administrator), await uploadedBy(administrator)];
  tenant.clock.advance(PROOF_MS + 1);
  await signInAs('professional');
  tenant.clock.advance(PROOF_MS + 1);
  await assignedBy(professional, 'record_emea', [first.id, second.id]);
  expect((await save([first.id])).status).toBe(200);
});

const answer = (id: string, body: { agree: true; onlyToOpen: number } | { agree: false; reason: string }) =>
  professional.call('POST /api/requests/{id}/answer', { params: { id }, body });

test('agreeing to a deletion asks, and declining does not', async () => {
  const { id: certificateId } = await uploadedBy(administrator);
  await assignedBy(professional, 'IVR_Default_Record', [certificateId]);
  await administrator.call('POST /api/test-calls', { body: {} });
  const spare = await uploadedBy(administrator);
  await assignedBy(professional, 'IVR_Default_Record', [spare.id]);
  const ask = async () => {
    const body = { kind: 'deletion', certificateId, note: '' } as const;
    return (await administrator.call('POST /api/requests', { body })).answer.id;
  };

  const first = await ask();
  tenant.clock.advance(PROOF_MS + 1);
  expect((await answer(first, { agree: true, onlyToOpen: 1 })).problem).toMatchObject(tooOld);
  expect((await answer(first, { agree: false, reason: 'Not yet' })).answer.state).toBe('declined');
  const second = await ask();
  await signInAs('professional');
  expect((await answer(second, { agree: true, onlyToOpen: 1 })).answer.state).toBe('agreed');
});
