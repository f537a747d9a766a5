import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartRefused, syncFolder } from '../store/key-file.ts';
import { isTenantFile, MEDIA, unfinished } from './layout.ts';

/** In a data folder, a folder of this name is a verified backup that is to replace the current files. */
export const RESTORED = 'restored';
/** A file in that folder: the files to put back, and where to keep the replaced ones. */
export const PLAN = 'restore.json';

const plan = z.object({
  names: z.array(z.string().refine((name) => name === MEDIA || isTenantFile(name))),
  replaced: z.string().regex(/^replaced-[\w-]+$/),
});
export type Plan = z.infer<typeof plan>;

/**
 * The last part of a restore. If a crash interrupts it anywhere, the next start finishes it: a file that is still to be
 * put back is in the folder `restored`. The current file is moved away first, then the restored one takes its place.
 * Answers the folder with the replaced files; undefined if there are none.
 */
export function putBack(dataDir: string): string | undefined {
  const restored = join(dataDir, RESTORED);
  if (!existsSync(restored)) return undefined;
  const { names, replaced } = readPlan(restored);
  const away = join(dataDir, replaced);
  mkdirSync(away, { recursive: true, mode: 0o700 });
  const moveAway = (name: string) => {
    if (existsSync(join(dataDir, name))) renameSync(join(dataDir, name), join(away, name));
  };

  for (const name of names) {
    if (!existsSync(join(restored, name))) continue;
    // If the old write-ahead log stayed beside it, SQLite would write the old database's pages into the new one.
    for (const part of [`${name}-wal`, `${name}-shm`, name]) moveAway(part);
    renameSync(join(restored, name), join(dataDir, name));
  }
  // Tenants that are not in the backup are moved away, too.
  const isPutBack = (file: string) => names.some((name) => file === name || file.startsWith(`${name}-`));
  for (const file of readdirSync(dataDir)) if (isTenantFile(file) && !isPutBack(file)) moveAway(file);

  syncFolder(away);
  syncFolder(dataDir);
  // Under another name first: what is left of a removal that is cut off is not taken for a restore.
  const done = join(dataDir, unfinished(RESTORED));
  rmSync(done, { recursive: true, force: true });
  renameSync(restored, done);
  rmSync(done, { recursive: true });
  if (readdirSync(away).length > 0) return away;
  rmdirSync(away);
  return undefined;
}

function readPlan(restored: string): Plan {
  try {
    return plan.parse(JSON.parse(readFileSync(join(restored, PLAN), 'utf8')));
  } catch {
    throw new StartRefused(
      `${restored} is not a restore of this console that was cut off: it has no ${PLAN} of ours. Nothing was changed. Move it to another place, then start again.`,
    );
  }
}
