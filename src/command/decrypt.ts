/** `recording-keys decrypt`: opens the recordings in folders and archives on a server. */
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CallList } from '../archive/call-list.ts';
import { Names } from '../archive/names.ts';
import { indexHeader, indexLine, savedMedia, Tally } from '../archive/save.ts';
import { counted, numberText } from '../domain/counted.ts';
import { toolSentence } from '../domain/tool-sentence.ts';
import { CallArchive } from '../pki/archive/call-archive.ts';
import type { Part } from '../pki/archive/part.ts';
import { placeText } from '../pki/pile/report.ts';
import { print, printError } from '../tenant/print.ts';
import { filesAt } from './disk.ts';
import { IndexFile, knownHashes } from './index-file.ts';
import { folderOpener, Threads } from './openers.ts';
import { passwordsIn } from './passwords.ts';
import { isInShard, readShard } from './shard.ts';
import { printLeftOut, Progress } from './terminal.ts';
import { UsageError } from './usage.ts';

/** After so many milliseconds of reading, what was found is opened. */
const WORK_MS = 20;

export const DECRYPT_USAGE = `recording-keys decrypt --key FILE… --out FOLDER ARCHIVE…

  Opens the recordings in folders, zips, tar archives and S/MIME messages, and saves them with an index.csv.
  What is there already is left as it is, so a run that was stopped goes on.

  --key FILE            a private key, a PKCS#12 or a keystore; several are allowed, and folders of them
  --password-file FILE  passwords of keys and keystores, one a line
  --out FOLDER          where the recordings and index.csv are saved
  --verify              opens everything and saves nothing
  --from DATE           recordings of this day or time (ISO 8601, UTC) and later
  --to DATE             recordings before this day or time
  --find TEXT           recordings with this number, call UUID or agent
  --jobs N              threads; otherwise as many as there are processors
  --shard I/N           the I-th of N shares, with index-I.csv; N alone takes I from
                        JOB_COMPLETION_INDEX or SLURM_ARRAY_TASK_ID

  Exit codes: 0 all were opened, 1 some were not, 2 the command cannot run so, 130 stopped with Ctrl-C.`;

export async function decrypt(args: readonly string[]): Promise<number> {
  const asked = readArguments(args);
  const archive = new CallArchive();
  const progress = new Progress();
  // The keys first: what they open is saved while the rest is still being read.
  for (const password of asked.passwords) archive.addPassword(password);
  archive.addFolder('.', filesAt(asked.keys));
  while ((await archive.work(WORK_MS)).doing !== 'nothing');

  const { shard, query, out } = asked;
  if (out !== undefined) mkdirSync(out, { recursive: true });
  const indexPath =
    out === undefined ? undefined : join(out, shard ? `index-${shard.number}.csv` : 'index.csv');
  const known = indexPath === undefined ? new Map() : knownHashes(indexPath);
  const index = indexPath === undefined ? undefined : new IndexFile(indexPath, indexHeader());

  let isStopped = false;
  const stop = () => {
    // A second Ctrl-C ends at once; no file has its final name before it is whole.
    if (isStopped) process.exit(130);
    isStopped = true;
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const threads = new Threads(asked.jobs, archive.keys());
  const tally = new Tally();
  const named = new Names();
  const names = new Map<Part, string>();
  const isWanted = new CallList(archive).matches(query);

  /** Each media file that is asked for, once. All get their names in their order, whichever are asked for. */
  function* chosen(parts: Iterable<Part>): Generator<Part> {
    for (const part of parts) {
      const name = named.of(part);
      if (!isWanted(part.call) || (shard && !isInShard(part.call, shard))) {
        if (archive.stateOfPart(part) === 'opens') archive.forget(part);
        continue;
      }
      names.set(part, name);
      yield part;
    }
  }
  async function* parts(): AsyncGenerator<Part> {
    const taken = new WeakSet<Part>();
    archive.completed();
    archive.addFolder('.', filesAt(asked.archives));
    // Nobody asks for the next one of a run that was stopped.
    for (let isRead = false; !isRead;) {
      isRead = (await archive.work(WORK_MS)).doing === 'nothing';
      const completed = archive.completed();
      for (const part of completed) taken.add(part);
      yield* chosen(completed);
    }
    const rest = Array.from(archive.entries(), (call) =>
      call.parts.filter((part) => !taken.has(part)),
    ).flat();
    yield* chosen(rest.sort((a, b) => (a.file?.order ?? Infinity) - (b.file?.order ?? Infinity)));
  }
  const saving = savedMedia({
    archive,
    parts: parts(),
    names: out === undefined ? undefined : names,
    opener: folderOpener(archive, threads, out, known),
    // While a thread decrypts one, the next is read.
    atOnce: 2 * asked.jobs,
    isStopped: () => isStopped,
  });
  let done = 0;
  for await (const saved of saving) {
    tally.add(saved);
    index?.add(indexLine(archive, saved));
    names.delete(saved.part);
    archive.forget(saved.part);
    done++;
    progress.say(() => `${counted(done, 'recording')}, ${numberText(tally.notOpened)} not opened…`);
  }
  progress.end();
  await threads.close();
  // The index of a run that was stopped is not the index of the whole.
  if (isStopped) {
    index?.flush();
    print(`Stopped. ${tally.text()} The same command goes on from here.`);
    return 130;
  }
  index?.finish();
  const { locked, leftOut } = archive.report();
  for (const { problem, ...place } of locked)
    printError(toolSentence(problem ?? { code: 'private_key_encrypted' }, placeText(place)));
  printLeftOut(leftOut);
  print(tally.text());
  if (indexPath !== undefined) print(`Index: ${indexPath}`);
  archive.erase();
  return tally.notOpened > 0 || locked.length > 0 ? 1 : 0;
}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true },
      'password-file': text,
      out: text,
      verify: { type: 'boolean' },
      from: text,
      to: text,
      find: text,
      jobs: text,
      shard: text,
    },
  });
  const { key: keys = [], out, verify = false, from, to, find } = values;
  if (positionals.length === 0) throw new UsageError('Name at least one folder or archive.');
  if (keys.length === 0) throw new UsageError('Name at least one private key with --key.');
  if ((out === undefined) !== verify) throw new UsageError('Give either --out FOLDER or --verify.');
  for (const date of [from, to])
    if (date !== undefined && Number.isNaN(Date.parse(date)))
      throw new UsageError(`${date} is no date (2026-03-14).`);
  const jobs = values.jobs === undefined ? availableParallelism() : Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 256)
    throw new UsageError('--jobs takes a number from 1 to 256.');
  const shard = values.shard === undefined ? undefined : readShard(values.shard, process.env);
  if (values.shard !== undefined && !shard)
    throw new UsageError('--shard takes I/N, such as 2/4; or N where the machine says its number itself.');
  return {
    keys,
    archives: positionals,
    out,
    jobs,
    shard,
    passwords: passwordsIn(values['password-file']),
    query: { sort: 'startedAt' as const, search: find, from, to },
  };
}
