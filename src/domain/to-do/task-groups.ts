import type { Alike, Task } from './task.ts';

/** The line that stands for several tasks of a kind. */
const lines: Record<Alike, (count: number) => string> = {
  'no valid certificate': (count: number) => `${count} IVR profiles have no valid certificate`,
  'not assigned': (count: number) => `${count} certificates are not assigned`,
  'expires soon': (count: number) => `${count} certificates expire soon`,
  'never proven': (count: number) => `${count} private keys have no proven copy`,
  'check again': (count: number) => `${count} copies of private keys are to be checked again`,
  succeeded: (count: number) => `${count} certificates expire soon and have a successor`,
};

export interface TaskGroup {
  severity: Task['severity'];
  text: string;
  /** The reason, if it is the same for all; otherwise each task has its own. */
  why: string | undefined;
  /** The first of them. */
  tasks: Task[];
  /** How many more there are. */
  more: number;
}

/** More lines of a group nobody reads; the list of certificates has all. */
const MOST_UNFOLDED = 100;

/** Tasks of the same kind and severity become one line, at the place of the first of them. */
export function grouped(tasks: readonly Task[]): (Task | TaskGroup)[] {
  const groups = Map.groupBy(tasks, (task) => (task.alike ? `${task.severity} ${task.alike}` : task));
  return [...groups.values()].flatMap((group): (Task | TaskGroup)[] => {
    const [first] = group;
    if (!first?.alike || group.length === 1) return group;
    const { severity, why, alike } = first;
    return [
      {
        severity,
        text: lines[alike](group.length),
        why: group.every((task) => task.why === why) ? why : undefined,
        tasks: group.slice(0, MOST_UNFOLDED),
        more: Math.max(0, group.length - MOST_UNFOLDED),
      },
    ];
  });
}
