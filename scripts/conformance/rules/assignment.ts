import { X509Certificate } from 'node:crypto';
import { expect, type Caller } from '../../../src/testing/client.ts';
import { acknowledgement, deletionBy } from '../../../src/testing/steps.ts';
import type { Rule, World } from '../world.ts';

/** What a profile has is replaced by one new certificate; the end of the run puts it back. */
async function assignOne(world: World): Promise<{ id: string; profile: string; professional: Caller }> {
  const { id } = await world.upload(await world.administrator());
  const professional = await world.signIn('professional');
  const [profile] = await world.profiles(professional);
  expect(profile !== undefined, 'the tenant has an IVR profile');
  const saved = await professional.call('PUT /api/ivr-profiles/{id}/certificates', {
    params: { id: profile.id },
    body: { certificateIds: [id], acknowledgement },
    headers: { 'If-Match': profile.etag },
  });
  expect(saved.answer.certificates.map((each) => each.id).join() === id, 'the answer has what was assigned');
  return { id, profile: profile.id, professional };
}

/** What is asked for to have a new certificate assigned to one profile. */
async function assignmentOfOne(world: World, note = '') {
  const administrator = await world.administrator();
  const { id } = await world.upload(administrator);
  const [profile] = await world.profiles(administrator);
  return { kind: 'assignment' as const, certificateId: id, ivrProfileIds: [profile?.id ?? ''], note };
}

const needs = ['professional'] as const;

export const assignment: Rule[] = [
  {
    name: 'A Genesys Professional assigns certificates to IVR profiles; the recorder reads them in PEM',
    needs,
    async check(world) {
      const { id, profile, professional } = await assignOne(world);
      const params = { id: profile };
      const { options } = (await professional.call('GET /api/ivr-profiles/{id}/configuration', { params }))
        .answer;
      const { sha256 } = (await professional.call('GET /api/certificates/{id}', { params: { id } })).answer;
      const pem = options.find(({ key }) => /^certificate-\d+$/.test(key))?.value;
      expect(pem !== undefined, 'the section recording-certificates has a certificate-1');
      const fingerprint = new X509Certificate(pem).fingerprint256.replaceAll(':', '');
      expect(fingerprint === sha256, 'it is the assigned certificate');
    },
  },
  {
    name: 'Of two saves of one version the second is refused, and one without a version, too',
    needs,
    async check(world) {
      const { profile, professional } = await assignOne(world);
      const save = (headers: Record<string, string>) =>
        professional.call('PUT /api/ivr-profiles/{id}/certificates', {
          params: { id: profile },
          body: { certificateIds: [], acknowledgement },
          headers,
        });
      (await save({})).refusedWith('precondition_required');
      const items = await world.profiles(professional);
      const etag = items.find((each) => each.id === profile)?.etag ?? '';
      expect((await save({ 'If-Match': etag })).status === 200, 'the fresh one is saved');
      (await save({ 'If-Match': etag })).refusedWith('changed_meanwhile');
    },
  },
  {
    name: 'Removing the last certificate of a profile stops encryption, and needs the acknowledgement',
    needs,
    async check(world) {
      const { profile, professional } = await assignOne(world);
      const items = await world.profiles(professional);
      const etag = items.find((each) => each.id === profile)?.etag ?? '';
      const refused = await professional.call('PUT /api/ivr-profiles/{id}/certificates', {
        params: { id: profile },
        body: { certificateIds: [] },
        headers: { 'If-Match': etag },
      });
      refused.refusedWith('encryption_would_stop');
    },
  },
  {
    name: 'A certificate in use is not deleted',
    needs,
    async check(world) {
      const { id } = await assignOne(world);
      const administrator = await world.administrator();
      (await deletionBy(administrator, id)).refusedWith('certificate_in_use');
      const usage = await administrator.call('GET /api/certificates/{id}/usage', { params: { id } });
      expect(usage.answer.places.length > 0 && !usage.answer.deletable, 'usage names the place');
    },
  },
  {
    name: 'An expired certificate is not newly assigned',
    needs,
    async check(world) {
      const dates = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };
      const { id } = await world.upload(await world.administrator(), world.pair(dates));
      const professional = await world.signIn('professional');
      const [profile] = await world.profiles(professional);
      const refused = await professional.call('PUT /api/ivr-profiles/{id}/certificates', {
        params: { id: profile?.id ?? '' },
        body: { certificateIds: [id] },
        headers: { 'If-Match': profile?.etag ?? '' },
      });
      refused.refusedWith('certificate_expired');
    },
  },
  {
    name: 'An administrator does not assign, and a Genesys Professional does not upload',
    needs,
    async check(world) {
      const administrator = await world.administrator();
      const [profile] = await world.profiles(administrator);
      const assigning = await administrator.call('PUT /api/ivr-profiles/{id}/certificates', {
        params: { id: profile?.id ?? '' },
        body: { certificateIds: [] },
        headers: { 'If-Match': profile?.etag ?? '' },
      });
      assigning.refusedWith('forbidden');
      const professional = await world.signIn('professional');
      (await professional.call('POST /api/certificates', { body: world.pair() })).refusedWith('forbidden');
    },
  },
  {
    name: 'An assignment request is carried out in one step, and answered once',
    needs,
    async check(world) {
      const administrator = await world.administrator();
      const body = await assignmentOfOne(world, `Conformance ${world.run}`);
      const request = (await administrator.call('POST /api/requests', { body })).answer;
      expect(request.state === 'waiting', 'a new request waits');
      (await administrator.call('POST /api/requests', { body })).refusedWith('already_requested');
      const professional = await world.signIn('professional');
      const agreement = { params: { id: request.id }, body: { agree: true as const } };
      const done = await professional.call('POST /api/requests/{id}/answer', agreement);
      expect(done.answer.state === 'assigned', 'it is assigned');
      const items = await world.profiles(professional);
      const assigned = items.find((each) => each.id === body.ivrProfileIds[0])?.certificates ?? [];
      expect(
        assigned.some((each) => each.id === body.certificateId),
        'the profile has the certificate',
      );
      const again = await professional.call('POST /api/requests/{id}/answer', agreement);
      again.refusedWith('request_closed');
    },
  },
  {
    name: 'An assignment request is declined with a reason, or taken back while it waits',
    needs,
    async check(world) {
      const administrator = await world.administrator();
      const professional = await world.signIn('professional');
      const ask = async (body: Awaited<ReturnType<typeof assignmentOfOne>>) =>
        (await administrator.call('POST /api/requests', { body })).answer.id;
      const declined = { id: await ask(await assignmentOfOne(world)) };
      const decline = (reason: string) =>
        professional.call('POST /api/requests/{id}/answer', {
          params: declined,
          body: { agree: false, reason },
        });
      (await decline('  ')).refusedWith('invalid_request');
      const reason = `Conformance ${world.run}`;
      await decline(reason);
      const read = await administrator.call('GET /api/requests/{id}', { params: declined });
      expect(
        read.answer.state === 'declined' &&
          read.answer.answered?.reason === reason &&
          read.answer.answered.by === world.credentials('professional').username,
        'the reason is told, and who gave it',
      );
      const body = await assignmentOfOne(world);
      const withdrawn = { id: await ask(body) };
      const taken = await administrator.call('POST /api/requests/{id}/withdraw', {
        params: withdrawn,
      });
      expect(taken.answer.state === 'withdrawn', 'it is withdrawn');
      expect((await ask(body)) !== withdrawn.id, 'and asked for anew');
    },
  },
  {
    name: 'A certificate is added to several IVR profiles at once, and nothing else changes in them',
    needs,
    async check(world) {
      const before = await assignOne(world);
      const { id } = await world.upload(await world.administrator());
      const professional = await world.signIn('professional');
      const ivrProfileIds = (await world.profiles(professional)).map((each) => each.id);
      const added = await professional.call('POST /api/certificates/{id}/assign', {
        params: { id },
        body: { ivrProfileIds },
      });
      const profiles = added.answer.items.filter((each) => ivrProfileIds.includes(each.id));
      const has = (certificateId: string) => (profile: (typeof profiles)[number]) =>
        profile.certificates.some((each) => each.id === certificateId);
      expect(profiles.length > 0 && profiles.every(has(id)), 'each profile has it');
      const first = profiles.find((each) => each.id === before.profile);
      expect(first !== undefined && has(before.id)(first), 'what was assigned before is assigned still');
    },
  },
  {
    name: 'A certificate is taken out of several IVR profiles at once, but only on the lists that were seen',
    needs,
    async check(world) {
      const { id } = await world.upload(await world.administrator());
      const professional = await world.signIn('professional');
      const params = { id };
      const ivrProfileIds = (await world.profiles(professional)).map((each) => each.id);
      const added = await professional.call('POST /api/certificates/{id}/assign', {
        params,
        body: { ivrProfileIds },
      });
      const ivrProfiles = added.answer.items
        .filter((each) => ivrProfileIds.includes(each.id))
        .map((each) => ({ id: each.id, etag: each.etag }));
      const unassign = (body: object) =>
        professional.call('POST /api/certificates/{id}/unassign', {
          params,
          body: { ivrProfiles, ...body },
        });
      const removed = await unassign({ acknowledgement });
      const has = removed.answer.items.some((each) => each.certificates.some((other) => other.id === id));
      expect(!has, 'no profile has it any more');
      (await unassign({ acknowledgement })).refusedWith('changed_meanwhile');
    },
  },
  {
    name: 'A private key in the note of a request is refused',
    needs,
    async check(world) {
      const administrator = await world.administrator();
      const body = await assignmentOfOne(world, world.pair().privateKey);
      (await administrator.call('POST /api/requests', { body })).refusedWith('private_key_in_text');
    },
  },
];
