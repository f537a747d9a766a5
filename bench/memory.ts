import { readdirSync, readFileSync } from 'node:fs';

/** The process that was started with this argument, and all its child processes (Linux). */
function processesOf(argument: string): number[] {
  const children = new Map<number, number[]>();
  let root: number | undefined;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = read(name, 'stat');
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    const words = read(name, 'cmdline').split('\0');
    if (words.includes(argument) && !words.some((word) => word.startsWith('--type='))) root = Number(name);
  }
  if (root === undefined) throw new Error(`No process was started with ${argument}.`);
  const all = [root];
  for (const each of all) all.push(...(children.get(each) ?? []));
  return all;
}

/** The memory in megabytes of the process that was started with this argument and of all its child processes. */
export const memoryOf = (argument: string): number =>
  processesOf(argument).reduce((sum, pid) => sum + ownMegabytes(pid), 0);

/** The seconds of processor time that they have taken. On a busy machine these say more than the clock. */
export const processorTimeOf = (argument: string): number =>
  processesOf(argument).reduce((sum, pid) => sum + secondsOf(pid, 11), 0);

/** That of all processes that this one has started and that have ended. */
export const processorTimeOfEnded = (): number => secondsOf(process.pid, 13);

/** Linux counts hundredths: in the program and in the system, one field behind the other (proc_pid_stat(5)). */
function secondsOf(pid: number, field: number): number {
  const status = read(String(pid), 'stat');
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[field] ?? 0) + Number(fields[field + 1] ?? 0)) / 100;
}

/**
 * The proportional set size without the pages of program files: those are shared with other browsers, so the share
 * changes when one of them ends.
 */
function ownMegabytes(pid: number): number {
  const rollup = read(String(pid), 'smaps_rollup');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0);
  return (kilobytes('Pss_Anon') + kilobytes('Pss_Shmem')) * (1024 / 1e6);
}

/** Empty if the process has ended in the meantime. */
function read(process: string, file: string): string {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** The highest increase of memory while `run` runs, in megabytes. */
export async function memoryPeak(argument: string, run: () => Promise<void>): Promise<number> {
  const before = memoryOf(argument);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(argument));
  }, 20);
  await run();
  clearInterval(timer);
  return most - before;
}
