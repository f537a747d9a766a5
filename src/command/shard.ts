/** A share of the recordings, for one of several machines. */
import type { CallEntry } from '../pki/archive/part.ts';

/** `number` counts from 1. */
interface Shard {
  number: number;
  of: number;
}

/**
 * "2/4"; or "4" where the machine says its number itself: a Kubernetes Indexed Job counts from 0, a Slurm array from its
 * first task. Undefined for anything else.
 */
export function readShard(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Shard | undefined {
  const [, first = '', second] = /^(\d{1,6})(?:\/(\d{1,6}))?$/.exec(text) ?? [];
  const {
    JOB_COMPLETION_INDEX: pod,
    SLURM_ARRAY_TASK_ID: task,
    SLURM_ARRAY_TASK_MIN: from = '0',
  } = environment;
  const counted = pod ?? (task === undefined ? undefined : String(Number(task) - Number(from)));
  const [number, of] =
    second === undefined
      ? [Number(counted ?? Number.NaN) + 1, Number(first)]
      : [Number(first), Number(second)];
  return Number.isInteger(number) && number >= 1 && number <= of ? { number, of } : undefined;
}

/** The same for each call in each run, whatever else is in the archive; voice and screen of a call stay together. */
export function isInShard({ callId, parts, folder }: CallEntry, { number, of }: Shard): boolean {
  const text = callId || (parts[0]?.file?.source.name ?? folder);
  // FNV-1a: the ids of one day differ in a few characters.
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // The lowest bits alone would not be spread well.
  return ((hash ^ (hash >>> 15)) >>> 0) % of === number - 1;
}
