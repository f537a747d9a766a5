import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { acknowledgement } from './turn-off.ts';

/** Calls of the API with the session of a page, for the steps that are not the subject of a test. */

/** Sets the certificates of a profile, with a professional's session. */
export async function assign(page: Page, profileName: string, certificateIds: string[]) {
  const { items } = (await (await page.request.get('/api/ivr-profiles')).json()) as {
    items: { id: string; name: string; etag: string }[];
  };
  const profile = items.find(({ name }) => name === profileName);
  const answer = await page.request.put(`/api/ivr-profiles/${profile?.id}/certificates`, {
    data: { certificateIds, acknowledgement },
    headers: { 'If-Match': profile?.etag ?? '' },
  });
  expect(answer.status()).toBe(200);
}

export async function profileId(page: Page, profileName: string) {
  const { items } = (await (await page.request.get('/api/ivr-profiles')).json()) as {
    items: { id: string; name: string }[];
  };
  return items.find(({ name }) => name === profileName)?.id ?? '';
}

/** Makes a test call; answers the ids of its recordings. */
export async function testCall(page: Page, data: { geoLocation?: string; screen?: boolean } = {}) {
  const answer = await page.request.post('/api/test-calls', { data });
  expect(answer.status()).toBe(201);
  const { recordings } = (await answer.json()) as { recordings: { id: string }[] };
  return recordings.map(({ id }) => id);
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
export async function endSession(page: Page) {
  const answer = await page.request.delete('/api/session');
  expect(answer.status()).toBe(204);
}
