import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Certificate } from '../client/queries/certificates.ts';
import type { IvrProfile } from '../client/queries/ivr-profiles.ts';
import type { ListedAssignment } from '../client/queries/requests.ts';
import { tasksOf } from './to-do/tasks.ts';
import { backupLine } from './backup.ts';
import { assignedText } from './certificate-columns.ts';
import { certificateStatus, DAY_MS, statusText } from './certificate.ts';
import { gapsOf, intervalsOf } from './coverage.ts';
import { screenAnswer, voiceAnswer } from './encryption-answers.ts';
import { consequences, coverageOf, encryptionOf, encryptionText } from './ivr-profile.ts';
import { nextEncrypted } from './recording.ts';
import { renewalPath, screenStepText } from './renewal-path.ts';
import { mayAnswer, requestStates, requestStateText, whatToDo } from './request.ts';
import { encryptionSentence, saveConsequences, screenEncryption } from './screen-recording.ts';
import { gapText } from './timeline.ts';
import { screenStop, voiceStop } from './turn-off.ts';
import { keyStoredText, lossText, usageText } from './usage.ts';

/**
 * Makes tenants, and holds what the pages say about them against the facts. The facts are worked out here anew, from
 * dates and lists alone: no rule of the product decides what is true.
 */

const now = new Date('2026-11-24T09:00:00Z');
const iso = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();
const day = (moment: string) => moment.slice(0, 10);

const madeCertificate = fc.record({
  from: fc.constantFrom(-800, -400, -90, -1, 3, 40),
  lasts: fc.constantFrom(1.5, 1.8, 20, 80, 95, 400, 900),
  proven: fc.constantFrom(undefined, 1, 200),
  opens: fc.nat(3),
  onlyToOpen: fc.nat(3),
  requested: fc.boolean(),
});

const subset = fc.integer({ min: 0, max: 63 });

const madeTenant = fc.record({
  certificates: fc.array(madeCertificate, { maxLength: 6 }),
  profiles: fc.array(
    fc.record({
      serviceType: fc.constantFrom('record', 'record', 'record', 'voicexml'),
      geoLocation: fc.constantFrom(null, 'emea', 'us-west'),
      has: subset,
      after: subset,
    }),
    { minLength: 1, maxLength: 4 },
  ),
  isAdministrator: fc.boolean(),
  screen: subset,
  screenAfter: subset,
});

type Made = typeof madeTenant extends fc.Arbitrary<infer T> ? T : never;

const listed = (certificates: readonly Certificate[]) =>
  certificates.map((each) =>
    Object.assign({ key: '', assignedBy: 'professional', assignedAt: iso(-1) }, each),
  );

function tenantOf(made: Made) {
  const bare = made.certificates.map(({ from, lasts, proven }, index): Certificate => {
    const id = `c${index}`;
    return {
      id,
      subjectName: `Name ${index}`,
      nameShared: false,
      serialNumber: { hex: `0${index}`, decimal: `${index}` },
      subjectDn: '',
      issuerDn: '',
      alias: id,
      notBefore: iso(from),
      notAfter: iso(from + lasts),
      keyBits: 2048,
      signatureAlgorithm: '',
      sha256: id,
      selfSigned: 'yes',
      uploadedBy: 'administrator',
      uploadedAt: iso(-1),
      assignedTo: [],
      replaces: null,
      replacedBy: null,
      backupCheck:
        proven === undefined ? null : { checkedAt: iso(-proven), checkedBy: 'somebody', location: null },
      etag: '"1"',
    };
  });
  const some = (bits: number) => bare.filter((_, index) => (bits & (1 << index)) !== 0);
  const profiles = made.profiles.map(({ serviceType, geoLocation, has }, index): IvrProfile => ({
    id: `p${index}`,
    name: `profile_${index}`,
    serviceType,
    geoLocation,
    isDefault: index === 0,
    certificates: listed(some(has)),
    changed: null,
    etag: '"1"',
  }));
  const screen = some(made.screen);
  const certificates = bare.map((each) =>
    Object.assign({}, each, {
      assignedTo: [
        ...profiles
          .filter((profile) => profile.certificates.some(({ id }) => id === each.id))
          .map(({ id, name, serviceType }) =>
            Object.assign(
              { kind: 'ivr-profile' as const, id, name },
              serviceType !== 'record' && { doesNotRecord: true as const },
            ),
          ),
        ...(screen.includes(each) ? [{ kind: 'screen-recording' as const }] : []),
      ],
    }),
  );
  const requests = certificates
    .filter((_, index) => made.certificates[index]?.requested)
    .map(({ id, subjectName, nameShared, serialNumber, notAfter }): ListedAssignment => ({
      id: `r ${id}`,
      kind: 'assignment',
      certificate: { id, subjectName, nameShared, serialNumber, notAfter },
      ivrProfiles: [{ id: 'p0', name: 'profile_0' }],
      note: '',
      requestedBy: 'administrator',
      requestedAt: iso(-1),
      state: 'waiting',
      answered: null,
    }));
  return {
    certificates,
    profiles,
    screen: screen.map((each) => Object.assign({ addedBy: 'administrator', addedAt: iso(-1) }, each)),
    requests,
    after: made.profiles.map(({ after }) => some(after)),
    screenAfter: some(made.screenAfter),
    usage: made.certificates.map(({ opens, onlyToOpen }) => ({
      opens: opens + onlyToOpen,
      onlyToOpen,
    })),
    session: {
      username: 'somebody',
      role: made.isAdministrator ? ('administrator' as const) : ('professional' as const),
      tenant: { name: 'Environment', dbid: 1, platform: 'aws' as const, screenRecording: true },
    },
  };
}

/** From here on: what is so. */
interface Dates {
  notBefore: string;
  notAfter: string;
}
const began = ({ notBefore }: Dates) => Date.parse(notBefore) <= now.getTime();
const ended = ({ notAfter }: Dates) => Date.parse(notAfter) < now.getTime();
const encrypts = (each: Dates) => began(each) && !ended(each);
const anyEncrypts = (list: readonly Dates[]) => list.some(encrypts);
const idsOf = (list: readonly { id: string }[]) =>
  list
    .map(({ id }) => id)
    .toSorted()
    .join();
const named = (text: string) => [...text.matchAll(/“(Name \d)”/g)].map(([, name]) => name);

/** Whether a sentence that contains `words` is there exactly where the fact is. */
function expectSaid(text: string, words: string | RegExp, fact: boolean): void {
  const said = typeof words === 'string' ? text.includes(words) : words.test(text);
  expect(said, `“${text}” says “${String(words)}”`).toBe(fact);
}

/** What ends in less than 24 hours may end tomorrow. */
function expectToday(text: string, list: readonly Dates[]): void {
  if (text.includes('today')) expect(list.map(({ notAfter }) => day(notAfter))).toContain(day(iso(0)));
}

/** Every name in the sentence is one of these. */
function expectNames(text: string, allowed: readonly { subjectName: string }[]): void {
  for (const name of named(text)) {
    expect(
      allowed.map(({ subjectName }) => subjectName),
      text,
    ).toContain(name);
  }
}

function checkCertificates({ certificates, profiles, screen, requests, usage }: ReturnType<typeof tenantOf>) {
  const lists = [
    ...profiles.filter(({ serviceType }) => serviceType === 'record').map(({ certificates: list }) => list),
    screen,
  ];
  const recorded = new Set(lists.flatMap((list) => list.map(({ id }) => id)));
  for (const [index, certificate] of certificates.entries()) {
    const { assignedTo, backupCheck } = certificate;
    const assigned = assignedTo.length > 0;
    const requested = requests.some((each) => each.certificate.id === certificate.id);
    const use = usageText({ ...certificate, places: assignedTo, requested }, now, day);
    expectSaid(
      use,
      'New recordings are encrypted for this certificate through',
      recorded.has(certificate.id) && encrypts(certificate),
    );
    expectSaid(use, 'Waiting for assignment', !assigned && requested && !ended(certificate));
    expectSaid(use, 'has expired', recorded.has(certificate.id) && ended(certificate));
    const stored = keyStoredText(
      { ...certificate, key: ended(certificate) ? null : 'certificate-1' },
      now,
      day,
    );
    expectSaid(stored, 'made from now on are encrypted', encrypts(certificate));
    expectSaid(stored, `made from ${day(certificate.notBefore)} on`, !began(certificate));
    expectSaid(assignedText(certificate), 'Not assigned', !assigned);
    expectSaid(statusText(certificateStatus(certificate, now)), 'Expired', ended(certificate));
    expectToday(statusText(certificateStatus(certificate, now)), [certificate]);
    expectSaid(
      statusText(certificateStatus(certificate, now)),
      'Not yet valid',
      !began(certificate) && !ended(certificate),
    );
    const loss = lossText(usage[index] ?? { opens: 0, onlyToOpen: 0 });
    expectSaid(loss, 'no longer be played back', (usage[index]?.onlyToOpen ?? 0) > 0);
    expectSaid(loss, 'can still be played back', usage[index]?.onlyToOpen === 0 && usage[index].opens > 0);
    expectSaid(backupLine(backupCheck, now, day), 'never proven', backupCheck === null);
  }
}

function checkPlaces({ profiles, after, screen, screenAfter }: ReturnType<typeof tenantOf>) {
  for (const [index, profile] of profiles.entries()) {
    const records = profile.serviceType === 'record';
    const was = anyEncrypts(profile.certificates);
    const next = after[index] ?? [];
    const isChanged = profile.certificates.map(({ id }) => id).join() !== next.map(({ id }) => id).join();
    expectSaid(encryptionText(encryptionOf(profile, now)), 'Not encrypted', records && !was);
    expectToday(encryptionText(encryptionOf(profile, now)), profile.certificates);
    const said = consequences({ ...profile, before: profile.certificates, after: next }, now, day);
    const [first = { text: '' }] = said;
    const stops = isChanged && records && was && !anyEncrypts(next);
    expectSaid(first.text, /^From now on, calls that pick .* are not encrypted/, stops);
    expectSaid(first.text, 'are still not encrypted', isChanged && records && !was && !anyEncrypts(next));
    expectSaid(first.text, 'are encrypted for', isChanged && records && anyEncrypts(next));
    if (first.text.includes('are encrypted for')) {
      expectNames(first.text, next.filter(encrypts));
      expectSaid(
        first.text,
        /^From now on/,
        idsOf(next.filter(encrypts)) !== idsOf(profile.certificates.filter(encrypts)),
      );
    }
    const lost = said.find(({ text }) => text.includes('will not open new recordings'));
    if (lost) {
      const removed = profile.certificates.filter(({ id }) => !next.some((each) => each.id === id));
      expectNames(lost.text, removed.filter(encrypts));
    }
    const picks = coverageOf(profiles, now).some(({ picked }) => picked?.profile.id === profile.id);
    expect(voiceStop(profiles, { id: profile.id, after: next }, now)?.kind === 'at once').toBe(
      picks && was && !anyEncrypts(next),
    );
  }
  const sentence = encryptionSentence(screenEncryption(screen, now), day);
  expectSaid(sentence, 'are not encrypted now', !anyEncrypts(screen));
  expectToday(sentence, screen);
  expectSaid(sentence, 'every certificate in the list has expired', screen.length > 0 && screen.every(ended));
  if (anyEncrypts(screen)) expectNames(sentence, screen.filter(encrypts));
  const stop = screenStop({ before: screen, after: screenAfter }, now);
  expect(stop?.kind === 'at once').toBe(anyEncrypts(screen) && !anyEncrypts(screenAfter));
  for (const { text } of saveConsequences({ before: screen, after: screenAfter }, now, day)) {
    if (text.includes('will not be encrypted.')) expect(stop?.kind).toBe('at once');
    if (text.includes('are encrypted for')) {
      expectNames(text, screenAfter.filter(encrypts));
      expectSaid(
        text,
        /^From now on/,
        idsOf(screen.filter(encrypts)) !== idsOf(screenAfter.filter(encrypts)),
      );
    }
    if (text.includes('still not encrypted')) expect(anyEncrypts(screen)).toBe(false);
  }
}

function checkAnswers({ profiles, screen }: ReturnType<typeof tenantOf>) {
  const kinds = coverageOf(profiles, now);
  const encrypted = kinds.filter(({ picked }) => picked && anyEncrypts(picked.profile.certificates));
  const voice = voiceAnswer(profiles, now);
  const counts = [...voice.text.matchAll(/\d+/g)].map(Number);
  expectSaid(voice.text, /^not encrypted$/, encrypted.length === 0);
  if (counts.length === 2) expect(counts).toEqual([encrypted.length, kinds.length]);
  if (counts.length === 1) expect([counts[0], encrypted.length]).toEqual([kinds.length, kinds.length]);
  expectSaid(screenAnswer(screen, now).text, /^not encrypted$/, !anyEncrypts(screen));
}

function checkTasks({ certificates, profiles, requests, screen, session }: ReturnType<typeof tenantOf>) {
  const facts = { session, certificates, profiles, requests, screenRecording: screen };
  const voice = profiles
    .filter(({ serviceType }) => serviceType === 'record')
    .flatMap((each) => each.certificates);
  const tasks = tasksOf({ ...facts, pairsSaved: new Set(), coverage: [], opens: new Map() }, now);
  const of = (text: string) => certificates.find(({ subjectName }) => text.startsWith(`${subjectName}:`));
  for (const missing of ['screen recording list', 'profile', 'no profile'] as const) {
    const text = nextEncrypted({ in: missing }, session);
    expectSaid(
      text,
      'your Genesys Professional',
      session.role === 'administrator' && missing === 'no profile',
    );
    expectSaid(text, /^(Assign|The tenant|The administrator)/, session.role === 'professional');
  }
  for (const { why } of tasks) {
    // Nobody is told to ask themselves.
    if (session.role === 'professional') expect(why).not.toMatch(/your Genesys Professional/i);
    if (session.role === 'administrator') expect(why).not.toMatch(/^The (tenant’s )?administrator/);
  }
  for (const { text } of tasks) {
    const certificate = of(text);
    const asked = requests.some((each) => each.certificate.id === certificate?.id);
    if (text.endsWith(': not assigned')) {
      expect(certificate && certificate.assignedTo.length === 0 && !ended(certificate) && !asked, text).toBe(
        true,
      );
    }
    if (text.includes('waiting for assignment')) expect(asked, text).toBe(true);
    if (text.includes('no copy of its private key')) expect(certificate?.backupCheck, text).toBeNull();
    const days = /: Expires in (\d+) days?$/.exec(text)?.[1];
    if (certificate && days !== undefined) {
      expect(Math.floor((Date.parse(certificate.notAfter) - now.getTime()) / DAY_MS)).toBe(Number(days));
    }
    const profile = profiles.find(({ name }) => text === `IVR profile ${name}: no valid certificate`);
    if (profile) expect(anyEncrypts(profile.certificates), text).toBe(false);
    if (text === 'Screen recordings are not encrypted') expect(anyEncrypts(screen), text).toBe(false);
    expect(text, 'that somebody renewed is nowhere among the facts').not.toMatch(/renewed|forgotten/);
    if (text.startsWith('Voice is not encrypted any more')) expect(voice.every(ended), text).toBe(true);
    if (text.startsWith('Screen recording is not encrypted any more')) {
      expect(screen.every(ended), text).toBe(true);
    }
    if (text.startsWith('Voice runs out')) expect(anyEncrypts(voice), text).toBe(true);
    if (text.startsWith('Screen recording runs out')) expect(anyEncrypts(screen), text).toBe(true);
  }
}

function checkRenewal({ certificates, session: { tenant } }: ReturnType<typeof tenantOf>) {
  const [renewed, successor] = certificates;
  if (!renewed || !successor) return;
  const { replaced, steps } = renewalPath(
    {
      renewed,
      successor: { ...successor, proven: successor.backupCheck !== null },
      leftOpen: [],
      pairSaved: false,
      requestWaits: false,
      opens: false,
      tenant,
    },
    now,
  );
  if (replaced) {
    expect(successor.assignedTo.length).toBeGreaterThan(0);
    const covered = renewed.assignedTo.filter((place) => !('doesNotRecord' in place));
    for (const place of covered) expect(successor.assignedTo).toContainEqual(place);
    expect(began(successor) || Date.parse(successor.notBefore) <= Date.parse(renewed.notAfter) + 1000).toBe(
      true,
    );
  }
  const screens = screenStepText({ ...renewed, name: renewed.subjectName }, now);
  const isInList = renewed.assignedTo.some(({ kind }) => kind === 'screen-recording');
  expectSaid(screens, 'Screen recordings are encrypted for', isInList && encrypts(renewed));
  expectSaid(screens, 'has expired', isInList && ended(renewed));
  const saved = steps.find(({ step }) => step === 'save')?.state;
  expect(saved).toBe(successor.backupCheck === null ? 'assumed' : 'done');
}

function checkGaps({ certificates }: ReturnType<typeof tenantOf>) {
  const assignments = certificates.map((each, index) => ({
    certificateId: each.id,
    subjectName: each.subjectName,
    notBefore: each.notBefore,
    notAfter: each.notAfter,
    assignedAt: iso(-300 + index * 0.3),
    unassignedAt: index % 2 === 0 ? iso(-300 + index * 0.3 + 0.25) : null,
    unassignedBy: index % 2 === 0 ? 'professional' : null,
  }));
  const from = new Date(iso(-365));
  for (const gap of gapsOf(intervalsOf(assignments, { from, knownSince: from }), now)) {
    const text = gapText(gap, from, day);
    expectSaid(text, /^Not encrypted/, gap.when === 'now');
    const [, length, unit] = /, (\d+) (day|hour|minute)s?:/.exec(text) ?? [];
    if (gap.when !== 'past' || length === undefined) continue;
    const ms = { day: DAY_MS, hour: DAY_MS / 24, minute: DAY_MS / 1440 }[unit ?? ''] ?? Number.NaN;
    const long = Date.parse(gap.to ?? '') - Date.parse(gap.from);
    expect(Math.abs(long - Number(length) * ms), text).toBeLessThan(ms);
  }
}

/** A request says who has to act: nobody once it is answered, and never the person who asked. */
function checkRequests({ certificates }: ReturnType<typeof tenantOf>) {
  for (const index of certificates.keys()) {
    const state = requestStates[index] ?? 'waiting';
    const waits = state === 'waiting';
    for (const canBeAnswered of [true, false]) {
      for (const [username, role] of [
        ['administrator', 'administrator'],
        ['professional', 'professional'],
        ['asker', 'professional'],
      ] as const) {
        const tenant = { name: 'Environment', dbid: 1, platform: 'aws', screenRecording: true } as const;
        const request = { state, askers: ['administrator', 'asker'], canBeAnswered };
        const session = { username, role, tenant };
        const text = whatToDo(request, session) ?? '';
        const answers = waits && username === 'professional';
        expect(mayAnswer(request, session)).toBe(answers);
        expect(text !== '').toBe(waits && !answers);
        expectSaid(text, /Nobody can answer/, waits && !answers && !canBeAnswered);
        expectSaid(text, /[Nn]othing to do/, waits && !answers && canBeAnswered);
        expectSaid(
          text,
          'your Genesys Professional',
          text !== '' && canBeAnswered && role === 'administrator',
        );
      }
    }
    for (const kind of ['assignment', 'deletion'] as const) {
      expectSaid(requestStateText({ kind, state }), 'Waiting', waits);
    }
  }
}

test('no page’s sentences contradict its facts, in any of 2,000 tenants', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(madeTenant, (made) => {
      const tenant = tenantOf(made);
      checkCertificates(tenant);
      checkPlaces(tenant);
      checkAnswers(tenant);
      checkTasks(tenant);
      checkRenewal(tenant);
      checkGaps(tenant);
      checkRequests(tenant);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});
