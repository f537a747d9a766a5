/** Which command is asked for, and its exit code. */
import { print, printError } from '../tenant/print.ts';
import { DECRYPT_USAGE, decrypt } from './decrypt.ts';
import { CHECK_USAGE, checkBackup } from './check-backup.ts';
import { UsageError } from './usage.ts';

const commands: Record<string, (args: readonly string[]) => Promise<number>> = {
  decrypt,
  'check-backup': checkBackup,
};

export async function run(name: string | undefined, args: readonly string[]): Promise<number> {
  const command = name === undefined ? undefined : commands[name];
  if (!command || args.includes('--help')) {
    const asked = name === '--help' || args.includes('--help');
    (asked ? print : printError)(...`${DECRYPT_USAGE}\n\n${CHECK_USAGE}`.split('\n'));
    return asked ? 0 : 2;
  }
  try {
    return await command(args);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown';
    if (isOfArguments(error)) printError(message, '--help says how it is used.');
    else printError(`It cannot go on: ${message}`);
    return 2;
  }
}

const isOfArguments = (error: unknown): boolean =>
  error instanceof UsageError ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
