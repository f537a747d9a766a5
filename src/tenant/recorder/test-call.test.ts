import { afterEach, expect, test, vi } from 'vitest';
import { assignedBy, deletionBy, uploadedBy } from '../../testing/steps.ts';
import type * as mediaFiles from '../store/media-files.ts';
import { testTenant, type TestTenant } from '../../testing/tenant.ts';

/** Delays the writing of files: a file is written when `held` is resolved. */
const disk = vi.hoisted(() => ({ reached: () => {}, held: Promise.resolve() }));
vi.mock('../store/media-files.ts', async (original) => {
  const real = await original<typeof mediaFiles>();
  const writeMedia: typeof real.writeMedia = async (...media) => {
    disk.reached();
    await disk.held;
    return real.writeMedia(...media);
  };
  return { ...real, writeMedia };
});

let tenant: TestTenant;
afterEach(() => tenant.close());

test('a test call whose certificate is deleted while its file is written is not stored', async () => {
  tenant = await testTenant();
  const administrator = await tenant.signedIn('administrator');
  const professional = await tenant.signedIn('professional');
  const { id } = await uploadedBy(administrator);
  const assign = (certificateIds: string[]) => assignedBy(professional, 'IVR_Default_Record', certificateIds);
  await assign([id]);

  const hold = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  Object.assign(disk, { held: hold.promise, reached: reached.resolve });
  const call = administrator.call('POST /api/test-calls', { body: {} });
  await reached.promise;
  // No recording depends on the pair yet, so nobody needs to agree.
  await assign([]);
  expect((await deletionBy(administrator, id)).status).toBe(204);
  hold.resolve();

  expect((await call).problem.code).toBe('changed_meanwhile');
  expect((await administrator.call('GET /api/recordings')).answer.total).toBe(0);
  expect(tenant.mediaFiles()).toEqual([]);
});
