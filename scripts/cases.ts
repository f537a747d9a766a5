import { print } from '../src/tenant/print.ts';
import { CannotPlay, Stage, type Case } from './faults/stage.ts';

interface Options {
  /** Only the cases whose group and name contain this. */
  wanted?: string;
  /** The folder of the console that is played with; the default is this one. */
  of?: string;
}

/** Plays the cases one after the other and says of each what happened. The exit code is 1 after a failure. */
export async function playAll(
  groups: Record<string, readonly Case[]>,
  { wanted = '', of }: Options = {},
): Promise<void> {
  const counts = { played: 0, failed: 0, leftOut: 0 };
  for (const [group, cases] of Object.entries(groups)) {
    const chosen = cases.filter(({ name }) =>
      `${group} ${name}`.toLowerCase().includes(wanted.toLowerCase()),
    );
    if (chosen.length > 0) print(group);
    for (const each of chosen) counts[await outcomeOf(each, of)]++;
  }
  const played = counts.played + counts.failed;
  print(`${played} played, ${counts.failed} failed, ${counts.leftOut} left out`);
  if (counts.failed > 0 || played === 0) process.exitCode = 1;
}

async function outcomeOf({ name, play }: Case, of?: string): Promise<'played' | 'failed' | 'leftOut'> {
  const stage = new Stage(of);
  try {
    print(`  ok    ${name}: ${await play(stage)}`);
    return 'played';
  } catch (error) {
    if (error instanceof CannotPlay) {
      print(`  left out  ${name}: ${error.message}`);
      return 'leftOut';
    }
    const why = error instanceof Error ? error.message : String(error);
    // `fetch` says only in the cause why it failed.
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
    print(`  FAULT ${name}: ${why}${cause}`);
    return 'failed';
  } finally {
    await stage.end();
  }
}
