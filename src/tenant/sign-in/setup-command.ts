import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { USERNAME } from '../../domain/account.ts';
import { ONE_TIME_DAYS } from '../../domain/new-password.ts';
import { runCommand } from '../backup/command.ts';
import { atTheServer } from './at-the-server.ts';
import { makeOwnTenant } from './own-tenant.ts';
import { hashPassword, makeOneTimePassword } from './password.ts';
import { print } from '../print.ts';
import { StartRefused } from '../store/key-file.ts';

/**
 * `npm run setup`: makes a tenant of one's own and its first administrator. It asks on a terminal for what no option
 * says, and in a script nothing is asked.
 */
const questions = {
  name: { asks: 'Name of the tenant', says: 'up to 100 characters', fits: /^(?=\S).{1,100}(?<=\S)$/u },
  dbid: {
    asks: 'Its DBID in Configuration Server',
    says: 'a whole number from 1',
    fits: /^[1-9]\d{0,8}$/,
  },
  platform: { asks: 'Where it is hosted, aws or azure', says: 'aws or azure', fits: /^(aws|azure)$/ },
  'screen-recording': {
    asks: 'Has it bought screen recording, yes or no',
    says: 'yes or no',
    fits: /^(yes|no)$/,
  },
  administrator: {
    asks: 'User name of its first administrator',
    says: 'letters, digits and . _ @ + -, beginning with a letter or a digit',
    fits: USERNAME,
  },
} as const;

type Question = keyof typeof questions;

const USAGE =
  'npm run setup -- --name NAME --dbid NUMBER --platform aws|azure --screen-recording yes|no --administrator USERNAME';

await runCommand(async () => {
  const answers = await readAnswers();
  const dataDir = resolve(process.env['TENANT_DATA_DIR'] || 'data');
  const oneTimePassword = makeOneTimePassword();
  const { name, dbid, platform, administrator } = answers;
  makeOwnTenant(dataDir, {
    tenant: {
      name,
      dbid: Number(dbid),
      platform: platform === 'azure' ? 'azure' : 'aws',
      screenRecording: answers['screen-recording'] === 'yes',
    },
    administrator: { username: administrator, passwordHash: hashPassword(oneTimePassword) },
    by: atTheServer(),
    now: new Date(),
  });
  print(`${name} is made in ${dataDir}. There are no demo accounts in it.`);
  print(
    `Sign in as ${administrator} with this password, once and within ${ONE_TIME_DAYS} days: ${oneTimePassword}`,
  );
  print('The console then asks for a password of your own. Start it with “npm start”.');
});

async function readAnswers(): Promise<Record<Question, string>> {
  const given = readOptions();
  const answers: Partial<Record<Question, string>> = {};
  for (const key of Object.keys(questions) as Question[]) {
    const answer = given[key] ?? (await ask(key));
    if (!questions[key].fits.test(answer)) {
      throw new StartRefused(`--${key} is “${answer}”. Give ${questions[key].says}. Nothing was made.`);
    }
    answers[key] = answer;
  }
  return answers as Record<Question, string>;
}

function readOptions(): Partial<Record<Question, string>> {
  try {
    const options = Object.fromEntries(
      Object.keys(questions).map((key) => [key, { type: 'string' as const }]),
    );
    return parseArgs({ options }).values;
  } catch {
    throw new StartRefused(`Nothing was made. The command is: ${USAGE}`);
  }
}

async function ask(key: Question): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new StartRefused(`--${key} is missing, and there is no terminal to ask. The command is: ${USAGE}`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${questions[key].asks}: `)).trim();
  } finally {
    terminal.close();
  }
}
