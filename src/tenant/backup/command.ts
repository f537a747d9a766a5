import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { counted } from '../../domain/counted.ts';
import { printable, printError } from '../print.ts';
import { storeFault, unusableFile } from '../store/faults.ts';
import { KeystoreDamaged, StartRefused } from '../store/key-file.ts';
import { BackupRefused } from './layout.ts';

/**
 * Runs a command to its end. Prints a sentence for a problem that a person can solve, with the exit code 1; any other
 * error is a bug and is thrown.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const sentence =
      error instanceof BackupRefused || error instanceof StartRefused || error instanceof KeystoreDamaged
        ? error.message
        : outside(error);
    if (sentence === undefined) throw error;
    printError(sentence);
    process.exitCode = 1;
  }
}

/** A sentence for an error of the file system; undefined for any other error. */
function outside(error: unknown): string | undefined {
  if (storeFault(error) === 'full')
    return 'The disk is full or over its quota. Nothing was changed. Make room, then try again.';
  const sentence = unusableFile(error);
  return sentence && `${sentence} Nothing was changed.`;
}

/** The one file and the one option of a command. Refuses all else, so that a misspelt option is not left out silently. */
export function readArguments(
  option: 'encrypt' | 'replace',
  usage: string,
): { file: string; chosen: boolean } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { [option]: { type: 'boolean' } },
    });
    const [file] = positionals;
    if (file !== undefined && positionals.length === 1) return { file, chosen: values[option] === true };
  } catch {
    // An unknown option: the usage below names the known one.
  }
  throw new BackupRefused(`Nothing was done. The command is: ${usage}`);
}

/**
 * Asks for the passphrase on the terminal without showing it. As an argument it would be visible in the list of
 * processes.
 */
export async function askPassphrase(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new BackupRefused('There is no terminal to ask for the passphrase. Set TENANT_BACKUP_PASSPHRASE.');
  }
  process.stderr.write(printable(question));
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true });
  const given = Promise.withResolvers<string>();
  // Ctrl-C and Ctrl-D close it without an answer.
  terminal.once('close', () => given.reject(new BackupRefused('No passphrase was given. Nothing was done.')));
  terminal.question('', given.resolve);
  try {
    return await given.promise;
  } finally {
    terminal.close();
    printError('');
  }
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What a backup contains, and that its keys were tried. */
export const contentText = (content: Record<'tenants' | 'privateKeys' | 'media', number>): string =>
  `It has ${counted(content.tenants, 'tenant')}, ${counted(content.privateKeys, 'private key')}, each opened and compared with its certificate, and ${counted(content.media, 'media file')}.`;
