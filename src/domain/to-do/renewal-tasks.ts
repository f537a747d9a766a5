import { certificateStatus, statusText } from '../certificate.ts';
import { leftOpenBy, renewalPath, whereText } from '../renewal-path.ts';
import { isAssignment, isWaiting } from '../request.ts';
import { may } from '../session.ts';
import type { Facts, Task } from './task.ts';

export interface RenewalTasks {
  tasks: Task[];
  /**
   * The old and the new certificates of these renewals. Other tasks about them are left out, because the renewal covers
   * them.
   */
  about: ReadonlySet<string>;
}

/** The renewals that are under way, each with its current step, for a person who may do these steps. */
export function renewalTasks(
  { session, certificates, requests, pairsSaved, coverage, opens }: Facts,
  now: Date,
): RenewalTasks {
  const tasks: Task[] = [];
  const assignments = requests.filter(isAssignment);
  const about = new Set<string>();
  if (!may(session, 'renew certificates')) return { tasks, about };
  const byId = new Map(certificates.map((each) => [each.id, each]));
  for (const renewed of certificates) {
    const pairSaved = pairsSaved.has(renewed.id);
    const successor = renewed.replacedBy ? byId.get(renewed.replacedBy.id) : undefined;
    if (!successor && !pairSaved) continue;
    const path = renewalPath(
      {
        renewed,
        successor: successor && Object.assign({ proven: successor.backupCheck !== null }, successor),
        leftOpen: leftOpenBy(renewed.id, coverage, now),
        pairSaved,
        requestWaits: assignments.some(
          ({ certificate, state }) => certificate.id === successor?.id && isWaiting({ state }),
        ),
        opens: successor !== undefined && (opens.get(successor.id) ?? true),
        tenant: session.tenant,
      },
      now,
    );
    const where = whereText(path);
    if (where === undefined) continue;
    const status = certificateStatus(renewed, now);
    const days = status.kind === 'expires soon' ? status.days : status.kind === 'expired' ? 0 : 91;
    about.add(renewed.id);
    if (successor) about.add(successor.id);
    tasks.push({
      severity: days <= 7 ? 'error' : days <= 30 ? 'warning' : 'info',
      text: `Renew ${renewed.subjectName}: ${where}`,
      why: `${statusText(status)}.`,
      to: { page: 'renew', id: renewed.id },
    });
  }
  return { tasks, about };
}
