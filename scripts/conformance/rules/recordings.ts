import { expect, type Caller } from '../../../src/testing/client.ts';
import { acknowledgement, deletionBy, screensSavedBy } from '../../../src/testing/steps.ts';
import type { Rule, World } from '../world.ts';

/** The end of the run puts back what was there. */
async function saveScreenList(world: World, administrator: Caller, certificateIds: string[]) {
  await world.screenList(administrator);
  return screensSavedBy(administrator, certificateIds);
}

export const screenRecording: Rule[] = [
  {
    name: 'The recorder reads Screen Recording Certificates as numbered pairs of alias and PEM, with CRLF',
    async check(world) {
      const administrator = await world.administrator();
      const { id, alias } = await world.upload(administrator);
      const saved = await saveScreenList(world, administrator, [id]);
      expect(saved.answer.items.map((each) => each.id).join() === id, 'the list is what was saved');
      const { settings, key } = (
        await administrator.call(
          'GET /api/v2/ops/contact-centers/{id}/settings/screen-recording-encryption',
          { params: { id: saved.answer.contactCenterId } },
        )
      ).answer;
      expect(key === 'name', 'the settings’ key is name');
      expect(
        settings.map(({ name }) => name).join() === 'certificatealias-1,certificate-1',
        'numbered from 1',
      );
      expect(settings[0]?.value === alias, 'certificatealias-1 is the alias');
      expect(/\r\n/.test(settings[1]?.value ?? ''), 'the PEM has CRLF');
    },
  },
  {
    name: 'Removing the last certificate stops encryption, and needs the acknowledgement',
    async check(world) {
      const administrator = await world.administrator();
      const { id } = await world.upload(administrator);
      expect((await saveScreenList(world, administrator, [id])).status === 200, 'one certificate is saved');
      (await saveScreenList(world, administrator, [])).refusedWith('encryption_would_stop');
    },
  },
  {
    name: 'A stale save of the Screen Recording Certificates is refused, and one without a version, too',
    async check(world) {
      const administrator = await world.administrator();
      const { id } = await world.upload(administrator);
      const { etag } = await world.screenList(administrator);
      const saved = await saveScreenList(world, administrator, [id]);
      const save = (headers: Record<string, string>) =>
        administrator.call('PUT /api/screen-recording-certificates', {
          body: { certificateIds: [] },
          headers,
        });
      (await save({})).refusedWith('precondition_required');
      (await save({ 'If-Match': etag })).refusedWith('changed_meanwhile');
      const now = await world.screenList(administrator);
      expect(now.etag === saved.answer.etag && now.items.length === 1, 'the list is as it was saved');
    },
  },
];

/** A WebM without tracks (RFC 9559): the EBML header with DocType “webm”, and a segment of unknown size. */
export const emptyWebm = Buffer.from(
  '1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff',
  'hex',
);

export const recordings: Rule[] = [
  {
    name: 'A test call is encrypted for the assigned certificate, plays, and is answered in parts',
    needs: ['professional'],
    async check(world) {
      const { administrator, certificateId } = await assignedEverywhere(world);
      const made = (await administrator.call('POST /api/test-calls', { body: {} })).answer;
      const [voice] = made.recordings;
      expect(voice !== undefined, 'the call is recorded');
      expect(
        voice.encryptedFor.some((each) => each.certificateId === certificateId),
        'it is encrypted for the assigned certificate',
      );
      expect(voice.playable === 'yes', 'it can be played');
      const params = { id: voice.id };
      const { recording } = (await administrator.call('GET /api/recordings/{id}', { params })).answer;
      const [media] = recording.mediaFiles;
      expect(
        media?.pkcs7?.startsWith('-----BEGIN PKCS7-----') === true,
        'the session key is in a PKCS#7 envelope',
      );
      const mediaId = media.mediaId;
      const stored = await administrator.call('GET /api/recordings/{id}/media/{mediaId}', {
        params: { id: voice.id, mediaId },
      });
      expect(String(stored.bytes.length) === media.size, 'the stored file has the size that is said');
      const play = (range?: string) =>
        administrator.call('GET /api/recordings/{id}/play/{mediaId}', {
          params: { id: voice.id, mediaId },
          ...(range === undefined ? {} : { headers: { Range: range } }),
        });
      const whole = await play();
      expect(!whole.bytes.equals(stored.bytes), 'what is played is decrypted');
      const part = await play('bytes=2-5');
      expect(part.status === 206, 'a part is answered with 206');
      expect(
        part.headers.get('Content-Range') === `bytes 2-5/${whole.bytes.length}`,
        'Content-Range names the part',
      );
      expect(part.bytes.equals(whole.bytes.subarray(2, 6)), 'the part is that of the whole');
      const list = (
        await administrator.call('GET /api/recordings', { query: { certificate: certificateId } })
      ).answer;
      expect(
        list.items.some(({ id }) => id === voice.id),
        'the list finds it by its certificate',
      );
    },
  },
  {
    name: 'What a person says in a test call is played as it was said, and nothing else is taken for it',
    async check(world) {
      const administrator = await world.administrator();
      const say = (body: Blob) =>
        administrator.call('POST /api/test-calls/spoken', { query: { durationMs: '1000' }, body });
      const made = (await say(new Blob([emptyWebm], { type: 'audio/webm' }))).answer;
      const params = { id: made.recordings[0]?.id ?? '' };
      const { recording } = (await administrator.call('GET /api/recordings/{id}', { params })).answer;
      const mediaId = recording.mediaFiles[0]?.mediaId ?? '';
      const played = await administrator.call('GET /api/recordings/{id}/play/{mediaId}', {
        params: { ...params, mediaId },
      });
      expect(played.headers.get('Content-Type') === 'audio/webm', 'it is played as audio/webm');
      expect(played.bytes.equals(emptyWebm), 'every byte of it is played');
      (await say(new Blob(['<html>'], { type: 'audio/webm' }))).refusedWith('invalid_request');
      (await say(new Blob([emptyWebm], { type: 'text/html' }))).refusedWith('unsupported_media_type');
      const tooLarge = new Blob([emptyWebm, new Uint8Array(8 * 1024 * 1024)], { type: 'audio/webm' });
      (await say(tooLarge)).refusedWith('body_too_large');
    },
  },
  {
    name: 'A deletion that recordings depend on needs a second person',
    needs: ['professional'],
    async check(world) {
      const { administrator, certificateId, unassign } = await assignedEverywhere(world);
      await administrator.call('POST /api/test-calls', { body: {} });
      await unassign();
      const remove = () => deletionBy(administrator, certificateId);
      (await remove()).refusedWith('deletion_needs_approval');
      const body = { kind: 'deletion' as const, certificateId };
      const asked = await administrator.call('POST /api/requests', { body });
      const request = { id: asked.answer.id };
      const taken = await administrator.call('POST /api/requests/{id}/withdraw', {
        params: request,
      });
      expect(taken.answer.state === 'withdrawn', 'a request can be taken back while it waits');
      const read = await administrator.call('GET /api/requests/{id}', { params: request });
      expect(read.answer.state === 'withdrawn', 'and is read afterwards');
      (await remove()).refusedWith('deletion_needs_approval');
      await world.approveDeletion(administrator, certificateId);
      expect((await remove()).status === 204, 'with the approval it is deleted');
    },
  },
];

/** Whichever profile a call picks, it has the new certificate alone. */
async function assignedEverywhere(world: World) {
  const administrator = await world.administrator();
  const { id } = await world.upload(administrator);
  const professional = await world.signIn('professional');
  const assignEverywhere = async (certificateIds: string[]) => {
    for (const profile of await world.profiles(professional)) {
      const saved = await professional.call('PUT /api/ivr-profiles/{id}/certificates', {
        params: { id: profile.id },
        body: { certificateIds, acknowledgement },
        headers: { 'If-Match': profile.etag },
      });
      expect(saved.status === 200, `${profile.name} is saved`);
    }
  };
  await assignEverywhere([id]);
  return { administrator, certificateId: id, unassign: () => assignEverywhere([]) };
}
