import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePair, type Pair } from '../../src/testing/pairs.ts';
import { expect, member, type Client, type Server, type Stage } from '../faults/stage.ts';

/** What the attacks begin with. Calls go by their paths, not by the contract, so that earlier builds are attacked, too. */

export const given = async (client: Client, path: string): Promise<unknown> => {
  const { status, body } = await client.get(path);
  expect(status === 200, `GET ${path} is answered (${status})`);
  return body;
};

export async function uploaded(client: Client, pair: Pair = makePair()): Promise<string> {
  const answer = await client.send('POST', '/api/certificates', pair);
  expect(answer.status === 201, `the pair is stored (${answer.status}: ${String(member(answer, 'detail'))})`);
  return String(member(answer, 'id'));
}

/** Makes these the certificates of the first IVR profile, with which calls are recorded. */
export async function assigned(server: Server, certificateIds: string[]): Promise<void> {
  const professional = await server.signIn('professional');
  const { items } = (await given(professional, '/api/ivr-profiles')) as { items: { id: string }[] };
  const path = `/api/ivr-profiles/${items[0]?.id}/certificates`;
  const { status } = await professional.send('PUT', path, { certificateIds }, { 'If-Match': '*' });
  expect(status === 200, `they are assigned (${status})`);
}

/** Makes a test call. Answers the path of its medium, and of how it is played. */
export async function aMedium(client: Client): Promise<string> {
  const made = await client.send('POST', '/api/test-calls', { screen: false });
  expect(made.status === 201, `a call is recorded (${made.status})`);
  const [recording] = member(made, 'recordings') as { id: string }[];
  const path = `/api/recordings/${recording?.id}`;
  const answer = (await given(client, path)) as { recording: { mediaFiles: { mediaId: string }[] } };
  return `${path}/media/${answer.recording.mediaFiles[0]?.mediaId}`;
}

export const played = (medium: string): string => medium.replace('/media/', '/play/');

/** A console of one empty page, so that its documents can be asked for without a build. */
export function emptyConsole(stage: Stage): string {
  const folder = join(stage.folder, 'console');
  mkdirSync(folder);
  const index =
    '<!doctype html><html><head></head><body><div id="root"></div><noscript></noscript></body></html>';
  writeFileSync(join(folder, 'index.html'), index);
  return folder;
}
