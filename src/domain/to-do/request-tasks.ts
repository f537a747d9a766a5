import { DAY_MS } from '../certificate.ts';
import { isAssignment, isDeletion, isWaiting } from '../request.ts';
import { may } from '../session.ts';
import type { Facts, Task, TaskPage } from './task.ts';

/**
 * For a Genesys Professional, the requests to answer; for the administrator who sent them, those that wait or were
 * declined.
 */
export function assignmentTasks({ requests: all, session, certificates }: Facts): Task[] {
  const requests = all.filter(isAssignment);
  const answers = may(session, 'answer requests');
  return requests.flatMap((request): Task[] => {
    const { subjectName, id } = request.certificate;
    const profiles = request.ivrProfiles.map(({ name }) => name).join(', ');
    const to: TaskPage = { page: 'request', id: request.id };
    if (isWaiting(request)) {
      return [
        answers
          ? {
              severity: 'warning',
              text: `Assign ${subjectName} to ${profiles}`,
              why: `${request.requestedBy} asks for it.`,
              to,
            }
          : {
              severity: 'info',
              text: `${subjectName}: waiting for assignment to ${profiles}`,
              why: 'Your Genesys Professional has the request. Until then no new recording is encrypted for it there.',
              to,
            },
      ];
    }
    const latest = requests.find((other) => other.certificate.id === id);
    const unassigned = certificates.some((each) => each.id === id && each.assignedTo.length === 0);
    if (answers || request.state !== 'declined' || latest?.id !== request.id || !unassigned) return [];
    return [
      {
        severity: 'warning',
        text: `${subjectName}: the request for its assignment was declined`,
        why: request.answered?.reason ?? '',
        to,
      },
    ];
  });
}

/** Days for which a declined deletion is shown. It is only news: there is nothing to do. */
const NEWS_DAYS = 14;

/**
 * For a Genesys Professional, the requests to answer; for the administrator, the answer, until the pair is deleted or
 * requested again.
 */
export function deletionTasks({ requests, session }: Facts, now: Date): Task[] {
  const answers = may(session, 'answer requests');
  const latest = new Map(
    requests
      .filter(isDeletion)
      .toReversed()
      .map((request) => [request.certificate.id, request]),
  );
  return [...latest.values()].flatMap((request): Task[] => {
    const { subjectName } = request.certificate;
    const to: TaskPage = { page: 'request', id: request.id };
    if (answers && request.state === 'waiting') {
      const why = `${request.requestedBy} asks for it. There are recordings that no other key in the keystore opens.`;
      return [{ severity: 'warning', text: `Agree to the deletion of ${subjectName}, or decline`, why, to }];
    }
    if (answers) return [];
    const by = request.answered?.by ?? '';
    switch (request.state) {
      case 'agreed':
        return [
          { severity: 'info', text: `${subjectName} can be deleted now`, why: `${by} agreed to it.`, to },
        ];
      case 'declined':
        if (now.getTime() - Date.parse(request.answered?.at ?? '') > NEWS_DAYS * DAY_MS) return [];
        return [
          {
            severity: 'info',
            text: `${subjectName}: its deletion was declined`,
            why: request.answered?.reason ?? '',
            to,
          },
        ];
      default:
        return [];
    }
  });
}
