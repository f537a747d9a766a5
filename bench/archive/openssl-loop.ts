import { spawnSync } from 'node:child_process';
import { processorTimeOfEnded } from '../memory.ts';
import { fixture } from './fill.ts';

/** Two processes, one recording after the other each. */
const LOOP = `find "$1" -name '*.bin' -print0 | xargs -0 -P2 -n1 sh -c 'b="\${3%.bin}"
  openssl cms -decrypt -inform PEM -in "$b.p7.pem" -content "$3" -inkey "$1" -recip "$2" -binary -out "$0/$(basename "$b")"' \\
  "$2" "$3" "$4"`;

/** The time by the clock and that of the processors, in seconds. */
export interface Took {
  seconds: number;
  processor: number;
}

/** Decrypts an archive in a shell loop of `openssl cms -decrypt` into a folder that is there. */
export function opensslLoop(archive: string, out: string): Took {
  const [start, before] = [performance.now(), processorTimeOfEnded()];
  const args = ['-c', LOOP, 'loop', archive, out, fixture('tenant.key'), fixture('tenant.pem')];
  const { status, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  return { seconds: (performance.now() - start) / 1000, processor: processorTimeOfEnded() - before };
}
