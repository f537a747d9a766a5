import { describe, expect, test } from 'vitest';
import { paths } from '../../paths.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import type { IvrProfile } from '../../client/queries/ivr-profiles.ts';
import type { ListedAssignment, ListedDeletion } from '../../client/queries/requests.ts';
import { DAY_MS } from '../certificate.ts';
import type { Platform, Role, Session } from '../session.ts';
import type { Facts, TaskPage } from './task.ts';
import { tasksOf } from './tasks.ts';

const now = new Date('2026-11-24T09:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();

const session = (role: Role, platform: Platform = 'aws'): Session => ({
  username: role,
  role,
  tenant: { name: 'Environment', dbid: 1, platform, screenRecording: true },
});

const places = {
  emea: { kind: 'ivr-profile', id: 'emea', name: 'record_emea' },
  screen: { kind: 'screen-recording' },
} as const;

const certificate = (
  id: string,
  days: number,
  assignedTo: Certificate['assignedTo'] = [places.emea],
): Certificate => ({
  id,
  subjectName: id,
  nameShared: false,
  serialNumber: { hex: '0A', decimal: '10' },
  subjectDn: '',
  issuerDn: '',
  alias: '',
  notBefore: inDays(-400),
  notAfter: inDays(days),
  keyBits: 2048,
  signatureAlgorithm: '',
  sha256: '',
  selfSigned: 'yes',
  uploadedBy: 'administrator',
  uploadedAt: inDays(-400),
  assignedTo,
  replaces: null,
  replacedBy: null,
  backupCheck: { checkedAt: inDays(-10), checkedBy: 'administrator', location: 'safe' },
  etag: '"1"',
});

const kin = (id: string) => ({
  id,
  subjectName: id,
  nameShared: false,
  serialNumber: { hex: '0A', decimal: '10' },
  notAfter: inDays(1),
});

const profile = (certificates: readonly Certificate[]): IvrProfile => ({
  id: 'emea',
  name: 'record_emea',
  serviceType: 'record',
  geoLocation: 'emea',
  isDefault: true,
  certificates: certificates.map(
    ({ id, subjectName, nameShared, serialNumber, alias, notBefore, notAfter }, index) => ({
      id,
      key: `certificate-${index + 1}`,
      subjectName,
      nameShared,
      serialNumber,
      alias,
      notBefore,
      notAfter,
      assignedBy: 'professional',
      assignedAt: inDays(-1),
    }),
  ),
  changed: null,
  etag: '"1"',
});

const request = (
  id: string,
  state: ListedAssignment['state'],
  answered: ListedAssignment['answered'] = null,
): ListedAssignment => ({
  id: `request-${id}`,
  kind: 'assignment',
  certificate: kin(id),
  ivrProfiles: [{ id: 'emea', name: 'record_emea' }],
  note: '',
  requestedBy: 'administrator',
  requestedAt: inDays(-1),
  state,
  answered,
});

const pathOf = (to: TaskPage): string => ('id' in to ? paths[to.page](to.id) : paths[to.page]());

const made = (role: Role, facts: Partial<Facts>, platform?: Platform) =>
  tasksOf(
    {
      session: session(role, platform),
      certificates: [],
      profiles: [],
      requests: [],
      screenRecording: undefined,
      pairsSaved: new Set(),
      coverage: [],
      opens: new Map(),
      ...facts,
    },
    now,
  );

const tasks = (...given: Parameters<typeof made>) =>
  made(...given).map(({ severity, text, to }) => `${severity}: ${text} → ${pathOf(to)}`);

/** Certificates that are all assigned to the same profile. */
const assigned = (...certificates: Certificate[]) => ({ certificates, profiles: [profile(certificates)] });

test('tasks about certificates of one name say which one each is about', () => {
  const twin = (id: string, days: number, hex: string) => ({
    ...certificate(id, days, []),
    subjectName: 'Genesys Recording',
    serialNumber: { hex, decimal: '' },
  });
  const said = made('professional', {
    certificates: [twin('a', 400, '0A'), twin('b', 800, '0B'), certificate('d', 500, [])],
    profiles: [profile([certificate('c', 400)])],
  });
  expect(said.map(({ text, times }) => [text, times])).toEqual([
    [`Genesys Recording (until ${inDays(400)}, 0A): not assigned`, [inDays(400)]],
    [`Genesys Recording (until ${inDays(800)}, 0B): not assigned`, [inDays(800)]],
    ['d: not assigned', undefined],
  ]);
});

describe('an administrator', () => {
  test('begins with the first upload, each platform on its own screen', () => {
    const empty = { profiles: [profile([])] };
    expect(tasks('administrator', empty)).toEqual([
      'warning: Upload the first recording certificate → /administration/certificates',
    ]);
    expect(tasks('administrator', empty, 'azure')).toEqual([
      'warning: Upload the first recording certificate → /agent-setup/contact-center-settings/keys-management/keys',
    ]);
  });

  test.each([
    [91, []],
    [90, ['info: a: Expires in 90 days → /administration/certificates/a']],
    [31, ['info: a: Expires in 31 days → /administration/certificates/a']],
    [30, ['warning: a: Expires in 30 days → /administration/certificates/a']],
    [7, ['error: a: Expires in 7 days → /administration/certificates/a']],
    [0.5, ['error: a: Expires in less than a day → /administration/certificates/a']],
  ])('is warned of a certificate that expires in %d days', (days, expected) => {
    expect(tasks('administrator', assigned(certificate('a', days)))).toEqual(expected);
  });

  test('is at ease when its successor is assigned everywhere already', () => {
    expect(tasks('administrator', assigned(certificate('a', 5), certificate('b', 400)))).toEqual([
      'info: a: Expires in 5 days → /administration/certificates/a',
    ]);
  });

  test('is at ease, too, where a profile that does not record has no successor', () => {
    const [old, successor] = [certificate('a', 5), certificate('b', 400)];
    const menu = { ...profile([old]), id: 'menu', serviceType: 'voicexml' };
    const profiles = [profile([old, successor]), menu];
    expect(tasks('administrator', { certificates: [old, successor], profiles })).toEqual([
      'info: a: Expires in 5 days → /administration/certificates/a',
    ]);
  });

  test('is told of profiles without a valid certificate', () => {
    expect(tasks('administrator', assigned(certificate('a', -1)))).toEqual([
      'error: IVR profile record_emea: no valid certificate → /ivr-profiles/emea',
    ]);
  });

  test('sees what waits for assignment, and once it is asked for, the request', () => {
    const waiting = certificate('new', 400, []);
    const facts = { certificates: [waiting], profiles: [profile([certificate('a', 400)])] };
    expect(tasks('administrator', facts)).toEqual([
      'info: new: not assigned → /administration/certificates/new',
    ]);
    expect(tasks('administrator', { ...facts, requests: [request('new', 'waiting')] })).toEqual([
      'info: new: waiting for assignment to record_emea → /requests/request-new',
    ]);
  });

  test('sees that a request was declined, until it is asked for again or assigned', () => {
    const certificates = [certificate('new', 400, [])];
    const profiles = [profile([certificate('a', 400)])];
    const answered = { by: 'professional', at: inDays(0), reason: 'No.' };
    const declined = { ...request('new', 'declined', answered), id: 'earlier' };
    expect(tasks('administrator', { certificates, profiles, requests: [declined] })).toContain(
      'warning: new: the request for its assignment was declined → /requests/earlier',
    );
    const requests = [request('new', 'waiting'), declined];
    expect(tasks('administrator', { certificates, profiles, requests })).toHaveLength(1);
    expect(tasks('administrator', { ...assigned(certificate('new', 400)), requests: [declined] })).toEqual(
      [],
    );
  });
});

describe('a Genesys Professional', () => {
  test('has the inbox first, then what is not encrypted', () => {
    const facts = {
      certificates: [certificate('new', 400, [])],
      profiles: [profile([certificate('a', -1)])],
    };
    expect(tasks('professional', { ...facts, requests: [request('new', 'waiting')] })).toEqual([
      'warning: Assign new to record_emea → /requests/request-new',
      'error: IVR profile record_emea: no valid certificate → /ivr-profiles/emea',
    ]);
  });

  test('gets what waits for assignment with the way to assign it', () => {
    expect(
      tasks('professional', {
        certificates: [certificate('new', 400, [])],
        profiles: [profile([certificate('a', 400)])],
      }),
    ).toEqual(['info: new: not assigned → /ivr-profiles/assign?certificate=new']);
  });
});

describe('voice and screen recording', () => {
  test('one of voice and screen recording lasts longer than the other', () => {
    const old = certificate('old', 20, [places.emea, places.screen]);
    const renewed = certificate('new', 400);
    expect(tasks('professional', assigned(old, renewed))).toContain(
      'error: Screen recording runs out in 20 days, and voice has a certificate that lasts longer → /administration/screen-recording-certificates',
    );
  });

  test('the other way round', () => {
    const old = certificate('old', 60, [places.emea, places.screen]);
    const renewed = certificate('new', 400, [places.screen]);
    const facts = { certificates: [old, renewed], profiles: [profile([old])] };
    expect(tasks('professional', facts)).toContain(
      'warning: Voice runs out in 60 days, and screen recording has a certificate that lasts longer → /ivr-profiles',
    );
  });
});

const deletion = (state: ListedDeletion['state'], answeredAt = inDays(-1)): ListedDeletion => ({
  id: 'd',
  kind: 'deletion',
  certificate: kin('old'),
  note: '',
  requestedBy: 'administrator',
  requestedAt: inDays(-2),
  state,
  answered: state === 'waiting' ? null : { by: 'professional', at: answeredAt, reason: 'Not yet' },
});

describe('a deletion that needs a second person', () => {
  const facts = assigned(certificate('new', 400));
  const told = (request: ListedDeletion) => tasks('administrator', { ...facts, requests: [request] });

  test('is the professional’s to answer', () => {
    expect(tasks('professional', { ...facts, requests: [deletion('waiting')] })).toEqual([
      'warning: Agree to the deletion of old, or decline → /requests/d',
    ]);
    expect(tasks('professional', { ...facts, requests: [deletion('agreed')] })).toEqual([]);
  });

  test('is the administrator’s to do once it is agreed to; declined, it is news for a while', () => {
    expect(told(deletion('waiting'))).toEqual([]);
    expect(told(deletion('agreed'))).toEqual(['info: old can be deleted now → /requests/d']);
    expect(told(deletion('declined'))).toEqual(['info: old: its deletion was declined → /requests/d']);
    expect(told(deletion('declined', inDays(-20)))).toEqual([]);
    expect(told(deletion('deleted'))).toEqual([]);
  });
});

const toldOfCopy = (days: number | undefined, role: Role = 'administrator') => {
  const backupCheck =
    days === undefined ? null : { checkedAt: inDays(-days), checkedBy: 'administrator', location: 'safe' };
  return tasks(role, assigned({ ...certificate('kept', 400), backupCheck }));
};

test('the copies of private keys are to be proven, and again after 180 days, by the administrator', () => {
  const to = '/administration/certificates/kept';
  expect(toldOfCopy(undefined)).toEqual([`info: kept: no copy of its private key is proven → ${to}`]);
  expect(toldOfCopy(181)).toEqual([`info: kept: check the copy of its private key again → ${to}`]);
  expect(toldOfCopy(179)).toEqual([]);
  expect(toldOfCopy(undefined, 'professional')).toEqual([]);
});

describe('a renewal that is under way', () => {
  const old = certificate('old', 20, [places.emea, places.screen]);
  const renewed = (assignedTo: Certificate['assignedTo']) => ({
    ...assigned({ ...old, replacedBy: kin('new') }),
    certificates: [
      { ...old, replacedBy: kin('new') },
      { ...certificate('new', 400, assignedTo), replaces: kin('old') },
    ],
  });
  const to = '/administration/certificates/old/renew';

  test('is said once, with the step that is open', () => {
    expect(tasks('administrator', { ...assigned(old), pairsSaved: new Set(['old']) })).toEqual([
      `warning: Renew old: step 3 of 6, upload the pair → ${to}`,
    ]);
    expect(tasks('administrator', renewed([]))).toEqual([
      `warning: Renew old: step 4 of 6, request its assignment → ${to}`,
    ]);
    const waiting = { ...renewed([places.screen]), requests: [request('new', 'waiting')] };
    expect(tasks('administrator', waiting)).toEqual([
      `warning: Renew old: step 4 of 6, waiting for your Genesys Professional → ${to}`,
    ]);
  });

  test('that was declined is at that step again, and says why', () => {
    const answered = { by: 'professional', at: inDays(0), reason: 'Too short' };
    const declined = { ...renewed([]), requests: [request('new', 'declined', answered)] };
    expect(tasks('administrator', declined)).toEqual([
      'warning: new: the request for its assignment was declined → /requests/request-new',
      `warning: Renew old: step 4 of 6, request its assignment → ${to}`,
    ]);
  });

  test('is not the forgotten renewal of the other side', () => {
    const facts = {
      ...renewed([places.emea]),
      profiles: [profile([old, certificate('new', 400)])],
      screenRecording: [{ ...old, addedBy: 'administrator', addedAt: inDays(-300) }],
    };
    expect(tasks('administrator', facts).filter((task) => !task.includes('the last valid one'))).toEqual([
      `warning: Renew old: step 5 of 6, add it to Screen Recording Certificates → ${to}`,
    ]);
  });

  test('is over when the new one is wherever the old one was', () => {
    const facts = renewed([places.emea, places.screen]);
    expect(tasks('administrator', facts).filter((task) => task.includes('Renew'))).toEqual([]);
    const opens = new Map([['new', false]]);
    expect(tasks('administrator', { ...facts, opens }).filter((task) => task.includes('Renew'))).toEqual([
      `warning: Renew old: step 6 of 6, make a test call → ${to}`,
    ]);
  });

  test('is not over where the old one was taken out, and the new one is assigned nowhere', () => {
    const facts = renewed([]);
    const [old] = facts.certificates;
    const intervals = [{ state: 'in the clear' as const, from: inDays(-1), to: null, ending: null }];
    const assignment = {
      certificateId: 'old',
      subjectName: 'old',
      serialNumber: { hex: '0A', decimal: '10' },
      notBefore: inDays(-400),
      notAfter: inDays(20),
      assignedAt: inDays(-300),
      assignedBy: 'professional',
      unassignedAt: inDays(-1),
      unassignedBy: 'professional',
      inKeystore: true,
    };
    const coverage = [{ place: places.emea, intervals, assignments: [assignment] }];
    const certificates = [{ ...old, assignedTo: [] }, ...facts.certificates.slice(1)] as Certificate[];
    expect(
      tasks('administrator', { ...facts, certificates, coverage }).filter((task) => task.includes('Renew')),
    ).toEqual([`warning: Renew old: step 4 of 6, request its assignment → ${to}`]);
  });

  test('is no task of the professional', () => {
    const facts = { ...renewed([]), pairsSaved: new Set(['old']) };
    expect(tasks('professional', facts).filter((task) => task.includes('Renew'))).toEqual([]);
  });
});
