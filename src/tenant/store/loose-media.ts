import type { Database } from './database.ts';
import { storeFault } from './faults.ts';
import { linkMedia, removeMedia, removeMediaNow, writeMedia } from './media-files.ts';

/**
 * Loose is a file that may be in the media folder and that no recording has. It is noted before it is written, and by a
 * trigger when its recording is removed; another trigger forgets it when its recording is stored. So what a crash leaves
 * is found without a walk through the folder.
 */
interface Place {
  database: Database;
  mediaFolder: string;
}

/** Writes files, then stores their recordings in one transaction. If either fails, there is neither. */
export async function storeWithMedia(
  { database, mediaFolder }: Place,
  files: readonly { name: string; content: Uint8Array }[],
  store: () => void,
): Promise<void> {
  const names = files.map(({ name }) => name);
  note(database, names);
  try {
    // In parallel, because each file is synced to the disk.
    const written = await Promise.allSettled(
      files.map(({ name, content }) => writeMedia(mediaFolder, name, content)),
    );
    // Waits until all writes have ended, so that all files can be removed after a failure.
    const failed = written.find(({ status }) => status === 'rejected');
    if (failed) throw (failed as PromiseRejectedResult).reason;
    database.transaction(store);
  } catch (error) {
    await Promise.all(names.map((name) => removeMedia(mediaFolder, name)));
    forget(database, names);
    throw error;
  }
}

/** The same with files that have the content of others. A failure is cleaned up by the next start. */
export function storeWithLinks(
  { database, mediaFolder }: Place,
  links: readonly { name: string; of: string }[],
  store: () => void,
): void {
  note(
    database,
    links.map(({ name }) => name),
  );
  linkMedia(mediaFolder, links);
  database.transaction(store);
}

function note(database: Database, names: readonly string[]): void {
  database.run('INSERT OR IGNORE INTO loose_media (name) SELECT value FROM json_each(:names)', { names });
}

/** Removes files whose recordings are removed. */
export function removeLoose({ database, mediaFolder }: Place, names: readonly string[]): void {
  for (const name of names) removeMediaNow(mediaFolder, name);
  forget(database, names);
}

/** Removes what a crash has left. Only for the start: later, a loose file may be one that is being written. */
export function removeAllLoose(place: Place): void {
  const loose = place.database.all<{ name: string }>('SELECT name FROM loose_media');
  if (loose.length > 0)
    removeLoose(
      place,
      loose.map(({ name }) => name),
    );
}

/** Where the disk is full, they stay noted until the next start. */
function forget(database: Database, names: readonly string[]): void {
  try {
    database.run('DELETE FROM loose_media WHERE name IN (SELECT value FROM json_each(:names))', { names });
  } catch (error) {
    if (storeFault(error) !== 'full') throw error;
  }
}
