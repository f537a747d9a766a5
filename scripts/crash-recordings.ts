import { basename, join } from 'node:path';
import { filesBelow } from '../src/tenant/backup/layout.ts';
import { signInAt } from '../src/testing/server.ts';
import { listMediaNames } from '../src/tenant/store/recordings.ts';
import type { OpenTenant } from '../src/tenant/tenants.ts';

/**
 * The part of the crash test about recordings: no recording without its media file, and no media file without a
 * recording.
 */
interface Server {
  url: string;
  cookie: string;
}

const json = { 'Content-Type': 'application/json' };
const acknowledged = new Set<string>();

/** From then on, test calls are encrypted for this certificate. */
export async function assignEverywhere(url: string, certificateId: string): Promise<void> {
  const Cookie = await signInAt(url, 'professional');
  const profiles = await fetch(`${url}/api/ivr-profiles`, { headers: { Cookie } });
  const { items } = (await profiles.json()) as { items: { id: string; serviceType: string }[] };
  const ivrProfileIds = items.filter(({ serviceType }) => serviceType === 'record').map(({ id }) => id);
  const assigned = await fetch(`${url}/api/certificates/${certificateId}/assign`, {
    method: 'POST',
    headers: { ...json, Cookie },
    body: JSON.stringify({ ivrProfileIds }),
  });
  if (assigned.status !== 200) throw new Error(`The assignment was answered with ${assigned.status}`);
}

export async function callUntilDeath({ url, cookie }: Server): Promise<void> {
  for (;;) {
    try {
      const answer = await fetch(`${url}/api/test-calls`, {
        method: 'POST',
        headers: { ...json, Cookie: cookie },
        body: JSON.stringify({ screen: true }),
      });
      const { recordings } = (await answer.json()) as { recordings: { id: string }[] };
      for (const { id } of recordings) acknowledged.add(id);
    } catch {
      return;
    }
  }
}

/**
 * Checks the server's answers: every acknowledged recording is there, and every recording plays. Answers their number.
 */
export async function checkRecordings({ url, cookie }: Server, faults: string[]): Promise<number> {
  const get = (path: string) => fetch(`${url}${path}`, { headers: { Cookie: cookie } });
  const listed = new Set<string>();
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const answer = await get(`/api/recordings${cursor ? `?cursor=${cursor}` : ''}`);
    const page = (await answer.json()) as { items: { id: string }[]; nextCursor?: string };
    for (const { id } of page.items) listed.add(id);
    cursor = page.nextCursor;
  }
  for (const id of acknowledged) {
    if (!listed.has(id)) faults.push(`the acknowledged recording ${id} is gone`);
  }
  for (const id of listed) {
    const answer = await get(`/api/recordings/${id}`);
    const { recording } = (await answer.json()) as { recording: { mediaFiles: { mediaUri: string }[] } };
    const [media] = recording.mediaFiles;
    const played = await get(media?.mediaUri ?? '');
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
