import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../store/key-file.ts';
import { isTenantFile } from './layout.ts';

/** A folder of this name in a data folder is a backup that was verified and is to take the place of what is there. */
export const RESTORED = 'restored';
/** In it: what to put back, and where to keep what was there. */
export const PLAN = 'restore.json';

const plan = z.object({ names: z.array(z.string()), replaced: z.string() });
export type Plan = z.infer<typeof plan>;

/**
 * The last part of a restore, which a crash may cut off anywhere and the next start then finishes: each file that is
 * still to be put back is in the folder `restored`, and goes to its place after what is there has been moved away.
 * Answers the folder with what was replaced, or undefined where nothing was.
 */
export function putBack(dataDir: string): string | undefined {
  const restored = join(dataDir, RESTORED);
  if (!existsSync(restored)) return undefined;
  const { names, replaced } = plan.parse(JSON.parse(readFileSync(join(restored, PLAN), 'utf8')));
  const away = join(dataDir, replaced);
  mkdirSync(away, { recursive: true, mode: 0o700 });
  const moveAway = (name: string) => {
    if (existsSync(join(dataDir, name))) renameSync(join(dataDir, name), join(away, name));
  };

  for (const name of names) {
    if (!existsSync(join(restored, name))) continue;
    // With the old log beside it, SQLite would write the old database's pages into the new one.
    for (const part of [`${name}-wal`, `${name}-shm`, name]) moveAway(part);
    renameSync(join(restored, name), join(dataDir, name));
  }
  // A tenant that the backup does not have.
  const isPutBack = (file: string) => names.some((name) => file === name || file.startsWith(`${name}-`));
  for (const file of readdirSync(dataDir)) if (isTenantFile(file) && !isPutBack(file)) moveAway(file);

  syncFolder(away);
  syncFolder(dataDir);
  rmSync(restored, { recursive: true });
  if (readdirSync(away).length > 0) return away;
  rmdirSync(away);
  return undefined;
}
