import { Refused } from './problem.ts';
import { RETRY_AFTER } from './turns.ts';

const MB = 1024 * 1024;

/** How many bodies are read or worked on at a time, and how many bytes of memory they may take. */
const rooms = {
  person: { bodies: 128, bytes: 32 * MB },
  tenant: { bodies: 512, bytes: 64 * MB },
  all: { bodies: 2048, bytes: 192 * MB },
} as const;

/**
 * Memory for bodies. A body takes its room before it is read, so that bodies that never end cannot fill the memory, and
 * neither one person nor one tenant can take the room of the others.
 */
export function createBodyRoom() {
  const taken = new Map<string, { bodies: number; bytes: number }>();

  /** Answers a function that gives the room back. Refused where there is none: `busy`. */
  return function take(owner: { person: string; tenant: string }, bytes: number): () => void {
    const levels = [
      [`person ${owner.tenant} ${owner.person}`, rooms.person],
      [`tenant ${owner.tenant}`, rooms.tenant],
      ['all', rooms.all],
    ] as const;
    const after = levels.map(([name, room]) => {
      const before = taken.get(name) ?? { bodies: 0, bytes: 0 };
      const now = { bodies: before.bodies + 1, bytes: before.bytes + bytes };
      if (now.bodies > room.bodies || now.bytes > room.bytes) {
        throw new Refused('busy', {}, { retryAfter: RETRY_AFTER });
      }
      return [name, now] as const;
    });
    for (const [name, now] of after) taken.set(name, now);
    return () => {
      for (const [name] of levels) {
        const now = taken.get(name);
        if (!now) continue;
        now.bodies--;
        now.bytes -= bytes;
        if (now.bodies === 0) taken.delete(name);
      }
    };
  };
}
