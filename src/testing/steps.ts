import type { Caller } from './client.ts';
import { makePair, type Wanted } from './pairs.ts';

/** What somebody does in many tests where it is not the subject. A step throws where the tenant refuses it. */

export const uploadedBy = async (caller: Caller, wanted?: Wanted) =>
  (await caller.call('POST /api/certificates', { body: makePair(wanted) })).answer;

export async function profileNamed(caller: Caller, name: string) {
  const found = (await caller.call('GET /api/ivr-profiles')).answer.items.find((each) => each.name === name);
  if (!found) throw new Error(`No profile ${name}`);
  return found;
}

/** What a person confirms who turns encryption off. */
export const acknowledgement = { typed: 'unencrypted', discussed: true };

/** Saves the list of the profile, as it is read now. Answers the reply, because a test may want it refused. */
export async function profileSavedBy(
  professional: Caller,
  name: string,
  certificateIds: string[],
  more: { acknowledgement?: typeof acknowledgement } = {},
) {
  const { id, etag } = await profileNamed(professional, name);
  return professional.call('PUT /api/ivr-profiles/{id}/certificates', {
    params: { id },
    body: { certificateIds, ...more },
    headers: { 'If-Match': etag },
  });
}

/** The same for the Screen Recording Certificates. */
export async function screensSavedBy(
  caller: Caller,
  certificateIds: string[],
  more: { acknowledgement?: typeof acknowledgement } = {},
) {
  const { etag } = (await caller.call('GET /api/screen-recording-certificates')).answer;
  return caller.call('PUT /api/screen-recording-certificates', {
    body: { certificateIds, ...more },
    headers: { 'If-Match': etag },
  });
}

/** Makes these certificates the list of the profile; whether encryption stops with it is confirmed. */
export const assignedBy = async (professional: Caller, name: string, certificateIds: string[]) =>
  (await profileSavedBy(professional, name, certificateIds, { acknowledgement })).answer;

/** Deletes a pair; answers the reply, because a test may want it refused. */
export async function deletionBy(administrator: Caller, id: string) {
  const { etag } = (await administrator.call('GET /api/certificates/{id}', { params: { id } })).answer;
  return administrator.call('DELETE /api/certificates/{id}', {
    params: { id },
    headers: { 'If-Match': etag },
  });
}
