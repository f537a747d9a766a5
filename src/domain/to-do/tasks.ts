import { BACKUP_CHECK_DAYS, backupState } from '../backup.ts';
import { certificateStatus, DAY_MS, isAssignable, statusText } from '../certificate.ts';
import { daysLeft } from '../counted.ts';
import type { Listed } from '../draft-list.ts';
import { encryptedUntil, encryptionOf, recordsCalls } from '../ivr-profile.ts';
import { forgottenRenewal } from '../renewal.ts';
import { isAssignment, isWaiting } from '../request.ts';
import { ASK_TO_ASSIGN, ONLY_COPIES_HELP } from '../said.ts';
import { toldApart } from '../same-name.ts';
import { screenEncryption, voiceSetUp } from '../screen-recording.ts';
import { may, type Session } from '../session.ts';
import { timesIn } from './days.ts';
import { renewalTasks } from './renewal-tasks.ts';
import { assignmentTasks, deletionTasks } from './request-tasks.ts';
import type { Certificate, Facts, IvrProfile, Request, Task, TaskPage } from './task.ts';

const severities: Record<Task['severity'], number> = { error: 0, warning: 1, info: 2 };

/** What this person should do now, the most urgent first. */
export function tasksOf(given: Facts, now: Date): Task[] {
  const { facts, ends } = toldApartIn(given);
  return tasksAbout(facts, now).map((task) => withTimes(task, ends));
}

function withTimes(task: Task, known: ReadonlySet<string>): Task {
  const times = timesIn(`${task.text} ${task.why}`, known);
  return times.length === 0 ? task : { ...task, times };
}

function tasksAbout(facts: Facts, now: Date): Task[] {
  const { certificates, profiles, session } = facts;
  if (certificates.length === 0 && profiles.every((profile) => profile.certificates.length === 0)) {
    return [...deletionTasks(facts, now), ...assignmentTasks(facts), firstUpload(session)];
  }
  const { tasks: underWay, about } = renewalTasks(facts, now);
  const isOfRenewal = (request: Request) =>
    isAssignment(request) && isWaiting(request) && about.has(request.certificate.id);
  const requests = [
    ...deletionTasks(facts, now),
    ...assignmentTasks({ ...facts, requests: facts.requests.filter((each) => !isOfRenewal(each)) }),
  ];
  const renewals = forgotten(facts, now, about);
  const isSaid = renewals.some(({ to }) => to.page === 'screenRecordingCertificates');
  const others = [
    ...renewals,
    ...underWay,
    ...(isSaid ? [] : screenRecordingTasks(facts, now)),
    ...profileTasks(facts, now),
    ...certificateTasks({ ...facts, certificates: certificates.filter(({ id }) => !about.has(id)) }, now),
    ...backupTasks(facts, now),
  ];
  // For a Genesys Professional, requests come first: answering them often solves the other problems.
  return may(session, 'answer requests')
    ? [...requests, ...byUrgency(others)]
    : byUrgency([...requests, ...others]);
}

/** Each certificate by a name of its own, in every list, and the times that stand in these names. */
function toldApartIn(facts: Facts): { facts: Facts; ends: ReadonlySet<string> } {
  const { certificates, profiles, requests, screenRecording } = facts;
  const all = [
    ...certificates,
    ...profiles.flatMap((profile) => profile.certificates),
    ...(screenRecording ?? []),
  ];
  const ends = new Set<string>();
  const asTime = (iso: string) => {
    ends.add(iso);
    return iso;
  };
  const names = new Map(toldApart(all, all, asTime).map(({ id, subjectName }) => [id, subjectName]));
  const renamed = <Item extends { id: string; subjectName: string }>(item: Item): Item => ({
    ...item,
    subjectName: names.get(item.id) ?? item.subjectName,
  });
  const apart: Facts = {
    ...facts,
    certificates: certificates.map(renamed),
    profiles: profiles.map((each) =>
      Object.assign({}, each, { certificates: each.certificates.map(renamed) }),
    ),
    requests: requests.map((each) => Object.assign({}, each, { certificate: renamed(each.certificate) })),
    screenRecording: screenRecording?.map(renamed),
  };
  return { facts: apart, ends };
}

const byUrgency = (tasks: readonly Task[]): Task[] =>
  tasks.toSorted((a, b) => severities[a.severity] - severities[b.severity]);

function firstUpload(session: Session): Task {
  const why = 'Recordings are not encrypted before a certificate is in the keystore and assigned.';
  if (may(session, 'manage certificates') || may(session, 'manage keys')) {
    const to: TaskPage = may(session, 'manage keys') ? { page: 'keys' } : { page: 'certificates' };
    return { severity: 'warning', text: 'Upload the first recording certificate', why, to };
  }
  return {
    severity: 'warning',
    text: 'There is no recording certificate yet',
    why: `${why} The tenant’s administrator uploads it; sign in again to see a new one.`,
    to: { page: 'ivrProfiles' },
  };
}

/** Voice and screen recordings are renewed in two places; names the one that was forgotten. */
function forgotten(
  { certificates, profiles, screenRecording }: Facts,
  now: Date,
  about: ReadonlySet<string>,
): Task[] {
  // Both lists are the same in every session. A session that may not see the screen recording list uses what its
  // certificates say.
  const voice = profiles.filter(recordsCalls).flatMap((profile) => profile.certificates);
  const screen =
    screenRecording ??
    certificates.filter(({ assignedTo }) => assignedTo.some(({ kind }) => kind === 'screen-recording'));
  const found = forgottenRenewal<Listed>({ voice, screen }, now);
  // It is not forgotten if it is the next step of a renewal that is under way.
  if (!found || about.has(found.renewedWith.id)) return [];
  const { subjectName } = found.renewedWith;
  const ends = found.days < 0 ? 'is not encrypted any more' : `runs out in ${daysLeft(found.days)}`;
  const longer = 'has a certificate that lasts longer';
  return [
    found.forgotten === 'voice'
      ? {
          severity: found.days <= 30 ? 'error' : 'warning',
          text: `Voice ${ends}, and screen recording ${longer}`,
          why: `Have ${subjectName} assigned to the IVR profiles, too.`,
          to: { page: 'ivrProfiles' },
        }
      : {
          severity: found.days <= 30 ? 'error' : 'warning',
          text: `Screen recording ${ends}, and voice ${longer}`,
          why: `Add ${subjectName} under Screen Recording Certificates, too.`,
          to: { page: 'screenRecordingCertificates' },
        },
  ];
}

/**
 * Warns if the list does not encrypt, or if its last valid certificate expires soon. Asks for the first certificate
 * only after voice has been set up.
 */
function screenRecordingTasks({ screenRecording, certificates, profiles }: Facts, now: Date): Task[] {
  if (!screenRecording) return [];
  const encryption = screenEncryption(screenRecording, now);
  const to: TaskPage = { page: 'screenRecordingCertificates' };
  if (encryption.kind === 'not encrypted') {
    if (encryption.isEmpty && voiceSetUp(certificates.length, profiles) !== 'done') return [];
    return [
      {
        severity: encryption.isEmpty ? 'warning' : 'error',
        text: 'Screen recordings are not encrypted',
        why: encryption.isEmpty
          ? 'No certificate is in Screen Recording Certificates yet.'
          : 'No certificate in Screen Recording Certificates is valid now.',
        to,
      },
    ];
  }
  if (encryption.kind === 'encrypted') return [];
  return [
    {
      severity: encryption.days <= 30 ? 'error' : 'warning',
      text: `Screen Recording Certificates: the last valid one expires in ${daysLeft(encryption.days)}`,
      why: 'Add one that is valid for longer before that day. After it, screen recordings are not encrypted any more.',
      to,
    },
  ];
}

function profileTasks({ profiles, session }: Facts, now: Date): Task[] {
  return profiles.flatMap((profile): Task[] => {
    const encryption = encryptionOf(profile, now);
    if (encryption.kind !== 'not encrypted') return [];
    return [
      {
        severity: 'error',
        text: `IVR profile ${profile.name}: no valid certificate`,
        why: `Calls that pick it are recorded without encryption. ${remedy(session)}`,
        to: may(session, 'manage keys') ? { page: 'keys' } : { page: 'ivrProfile', id: profile.id },
        alike: 'no valid certificate',
      },
    ];
  });
}

function remedy(session: Session): string {
  if (may(session, 'assign certificates')) return 'Assign a valid certificate.';
  return may(session, 'manage keys')
    ? 'Upload a valid certificate under Keys Management.'
    : 'Ask your Genesys Professional to assign a valid certificate.';
}

function certificateTasks({ certificates, profiles, requests, session }: Facts, now: Date): Task[] {
  const assigns = may(session, 'assign certificates');
  const asked = new Set(
    requests
      .filter(isAssignment)
      .filter(isWaiting)
      .map(({ certificate }) => certificate.id),
  );
  return certificates.flatMap((certificate): Task[] => {
    const status = certificateStatus(certificate, now);
    if (certificate.assignedTo.length === 0) {
      if (!isAssignable(certificate, now) || asked.has(certificate.id)) return [];
      return [
        {
          severity: 'info',
          text: `${certificate.subjectName}: not assigned`,
          why: assigns
            ? 'It is uploaded and in no IVR profile, so no new recording is encrypted for it.'
            : ASK_TO_ASSIGN,
          to: assigns
            ? { page: 'assignToIvrProfiles', id: certificate.id }
            : { page: 'certificate', id: certificate.id },
          alike: 'not assigned',
        },
      ];
    }
    if (status.kind !== 'expires soon') return [];
    const to: TaskPage = { page: 'certificate', id: certificate.id };
    const text = `${certificate.subjectName}: ${statusText(status)}`;
    if (isSucceeded(certificate, profiles, now)) {
      const why =
        'Every IVR profile that records with it has another one that lasts longer. Leave it in the keystore for older recordings.';
      return [{ severity: 'info', text, why, to, alike: 'succeeded' }];
    }
    return [
      {
        severity: status.days <= 7 ? 'error' : status.days <= 30 ? 'warning' : 'info',
        text,
        why: assigns
          ? ADMINISTRATOR_RENEWS
          : may(session, 'manage keys')
            ? 'Upload a new key pair before that day.'
            : may(session, 'renew certificates')
              ? 'Install a new key pair before that day and ask your Genesys Professional to assign it.'
              : ADMINISTRATOR_RENEWS,
        to,
        alike: 'expires soon',
      },
    ];
  });
}

/** For the person who keeps the private keys: each key needs a copy that is proven to open. */
function backupTasks({ certificates, session }: Facts, now: Date): Task[] {
  if (!may(session, 'record backup checks')) return [];
  return certificates.flatMap(({ id, subjectName, backupCheck }): Task[] => {
    const alike = backupState(backupCheck, now);
    if (alike === 'proven') return [];
    const why =
      alike === 'never proven'
        ? `${ONLY_COPIES_HELP} Prove them with Check Backup.`
        : `It is more than ${BACKUP_CHECK_DAYS} days since it was proven to open. Prove it again with Check Backup.`;
    const text =
      alike === 'never proven'
        ? `${subjectName}: no copy of its private key is proven`
        : `${subjectName}: check the copy of its private key again`;
    return [{ severity: 'info', text, why, to: { page: 'certificate', id: id }, alike }];
  });
}

/**
 * Whether every profile that records with this certificate also has others that are valid for longer. Screen recording
 * is covered by `forgotten`.
 */
function isSucceeded(certificate: Certificate, profiles: readonly IvrProfile[], now: Date): boolean {
  const holders = profiles
    .filter(recordsCalls)
    .filter(({ certificates }) => certificates.some(({ id }) => id === certificate.id));
  return (
    holders.length > 0 &&
    holders.every(({ certificates }) => {
      const others = certificates.filter(({ id }) => id !== certificate.id);
      const until = encryptedUntil(others, now);
      return until !== undefined && Date.parse(until) > Date.parse(certificate.notAfter) + DAY_MS;
    })
  );
}

const ADMINISTRATOR_RENEWS =
  'The administrator installs a new key pair before that day and asks to have it assigned.';
