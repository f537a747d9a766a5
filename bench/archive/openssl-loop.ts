import { spawnSync } from 'node:child_process';
import { fixture } from './fill.ts';

/** Two processes, one recording after the other each. */
const LOOP = `find "$1" -name '*.bin' -print0 | xargs -0 -P2 -n1 sh -c 'b="\${3%.bin}"
  openssl cms -decrypt -inform PEM -in "$b.p7.pem" -content "$3" -inkey "$1" -recip "$2" -binary -out "$0/$(basename "$b")"' \\
  "$2" "$3" "$4"`;

/** Decrypts an archive in a shell loop of `openssl cms -decrypt` into a folder that is there. Answers the seconds. */
export function opensslLoop(archive: string, out: string): number {
  const start = performance.now();
  const args = ['-c', LOOP, 'loop', archive, out, fixture('tenant.key'), fixture('tenant.pem')];
  const { status, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  return (performance.now() - start) / 1000;
}
