import type { Locator, Page } from '@playwright/test';
import { expect, store, type Session } from './fixtures.ts';
import { acknowledgement } from '../src/testing/steps.ts';

/** Calls of the API with somebody's session, for the steps that are not the subject of a test. */

async function read<Answer>({ request }: Session, path: string): Promise<Answer> {
  return (await (await request.get(path)).json()) as Answer;
}

/** The first page of a list. */
export const listed = async <Item>(session: Session, path: string): Promise<Item[]> =>
  (await read<{ items: Item[] }>(session, path)).items;

export const totalOf = async (session: Session, path: string): Promise<number> =>
  (await read<{ total: number }>(session, path)).total;

interface Profile {
  id: string;
  name: string;
  etag: string;
  certificates: { id: string }[];
}

export async function profileNamed(session: Session, name: string): Promise<Profile> {
  const profile = (await listed<Profile>(session, '/api/ivr-profiles')).find((each) => each.name === name);
  if (!profile) throw new Error(`No profile ${name}`);
  return profile;
}

export const profileId = async (session: Session, name: string) => (await profileNamed(session, name)).id;

/** Sets the certificates of a profile, with a professional's session. */
export async function assign(professional: Session, profileName: string, certificateIds: string[]) {
  const { id, etag } = await profileNamed(professional, profileName);
  const answer = await professional.request.put(`/api/ivr-profiles/${id}/certificates`, {
    data: { certificateIds, acknowledgement },
    headers: { 'If-Match': etag },
  });
  expect(answer.status()).toBe(200);
}

/** Makes a test call; answers the ids of its recordings. */
export async function testCall({ request }: Session, data: { geoLocation?: string; screen?: boolean } = {}) {
  const answer = await request.post('/api/test-calls', { data });
  expect(answer.status()).toBe(201);
  const { recordings } = (await answer.json()) as { recordings: { id: string }[] };
  return recordings.map(({ id }) => id);
}

/** A certificate that is no longer assigned anywhere and that recordings depend on, one for each call. */
export async function storeDepended(
  administrator: Session,
  professional: Session,
  { commonName = 'Old recording', calls = 1 } = {},
): Promise<string> {
  const { id } = await store(administrator, commonName);
  await assign(professional, 'IVR_Default_Record', [id]);
  for (let call = 0; call < calls; call++) await testCall(administrator);
  await assign(professional, 'IVR_Default_Record', []);
  return id;
}

/** A certificate that is in use in one profile. */
export async function storeAssigned(
  administrator: Session,
  professional: Session,
  { commonName = 'Genesys Recording', profile = 'record_emea' } = {},
): Promise<string> {
  const { id } = await store(administrator, commonName);
  await assign(professional, profile, [id]);
  return id;
}

type Asked = { kind: 'assignment'; ivrProfileIds: string[] } | { kind: 'deletion' };

async function ask({ request }: Session, certificateId: string, asked: Asked): Promise<string> {
  const answer = await request.post('/api/requests', { data: { ...asked, certificateId, note: '' } });
  expect(answer.status()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

/** Answers the id of the request, as `askDeletion` does. */
export const askAssignment = async (
  administrator: Session,
  certificateId: string,
  profileName = 'record_emea',
) =>
  ask(administrator, certificateId, {
    kind: 'assignment',
    ivrProfileIds: [await profileId(administrator, profileName)],
  });

export const askDeletion = (administrator: Session, certificateId: string) =>
  ask(administrator, certificateId, { kind: 'deletion' });

export async function deletePair(administrator: Session, id: string) {
  const { etag } = await read<{ etag: string }>(administrator, `/api/certificates/${id}`);
  const answer = await administrator.request.delete(`/api/certificates/${id}`, {
    headers: { 'If-Match': etag },
  });
  expect(answer.status()).toBe(204);
}

export const serialNumberOf = async (session: Session, id: string): Promise<string> =>
  (await read<{ serialNumber: { hex: string } }>(session, `/api/certificates/${id}`)).serialNumber.hex;

/** Records that a copy of the key has been proven. */
export async function recordBackup({ request }: Session, certificateId: string, location = 'safe') {
  const data = { certificateIds: [certificateId], location };
  expect((await request.post('/api/backup-checks', { data })).status()).toBe(200);
}

/** A tenant that has been at work for two years. */
export async function fillWithDemoData({ request }: Session) {
  expect((await request.post('/api/demo-data', { timeout: 60_000 })).status()).toBe(200);
}

/** Plays the media in the browser's own player and answers its duration in seconds. */
export async function played(place: Page | Locator): Promise<number> {
  return place.locator('audio, video').evaluate(async (element: HTMLMediaElement) => {
    element.muted = true;
    await element.play();
    return element.duration;
  });
}

/** Ends the session without the page noticing, as happens when a session is too old. */
export async function endSession({ request }: Session) {
  const answer = await request.delete('/api/session');
  expect(answer.status()).toBe(204);
}
