import { basename, join } from 'node:path';
import type { AnswerOf } from '../src/contract/calls.ts';
import { filesBelow } from '../src/tenant/backup/layout.ts';
import { signedInAt, type Caller } from '../src/testing/client.ts';
import { listMediaNames } from '../src/tenant/store/recordings.ts';
import type { OpenTenant } from '../src/tenant/tenants.ts';

/**
 * The part of the crash test about recordings: no recording without its media file, and no media file without a
 * recording.
 */
const acknowledged = new Set<string>();

/** From then on, test calls are encrypted for this certificate. */
export async function assignEverywhere(url: string, certificateId: string): Promise<void> {
  const professional = await signedInAt(url, 'professional');
  const { items } = (await professional.call('GET /api/ivr-profiles')).answer;
  const ivrProfileIds = items.filter(({ serviceType }) => serviceType === 'record').map(({ id }) => id);
  const assigned = await professional.call('POST /api/certificates/{id}/assign', {
    params: { id: certificateId },
    body: { ivrProfileIds },
  });
  if (assigned.status !== 200) throw new Error(`The assignment was answered with ${assigned.status}`);
}

export async function callUntilDeath(administrator: Caller): Promise<void> {
  for (;;) {
    try {
      const { answer } = await administrator.call('POST /api/test-calls', { body: { screen: true } });
      for (const { id } of answer.recordings) acknowledged.add(id);
    } catch {
      return;
    }
  }
}

/**
 * Checks the server's answers: every acknowledged recording is there, and every recording plays. Answers their number.
 */
export async function checkRecordings(administrator: Caller, faults: string[]): Promise<number> {
  const listed = new Set<string>();
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const query = cursor ? { cursor } : {};
    const page: AnswerOf<'GET /api/recordings'> = (await administrator.call('GET /api/recordings', { query }))
      .answer;
    for (const { id } of page.items) listed.add(id);
    cursor = page.nextCursor;
  }
  for (const id of acknowledged) {
    if (!listed.has(id)) faults.push(`the acknowledged recording ${id} is gone`);
  }
  for (const id of listed) {
    const { recording } = (await administrator.call('GET /api/recordings/{id}', { params: { id } })).answer;
    const [media] = recording.mediaFiles;
    const played = await administrator.fetch('GET', media?.mediaUri ?? '');
    await played.arrayBuffer();
    if (played.status !== 200) faults.push(`the recording ${id} does not play: ${played.status}`);
  }
  return listed.size;
}

/** Compares the files in the media folder after a start with the rows of the database. */
export function checkMedia(tenants: readonly OpenTenant[], dataDir: string, faults: string[]): void {
  const named = new Set(tenants.flatMap(({ database }) => listMediaNames(database)));
  const files = filesBelow(join(dataDir, 'media')).map((file) => basename(file));
  for (const file of files) if (!named.has(file)) faults.push(`the media file ${file} has no recording`);
  for (const file of named) if (!files.includes(file)) faults.push(`the media file ${file} is missing`);
}
