import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { accountStateText, USERNAME } from '../../domain/account.ts';
import { ONE_TIME_DAYS } from '../../domain/new-password.ts';
import { problemSentence } from '../../domain/problem.ts';
import { roles, roleText, type Role } from '../../domain/session.ts';
import {
  addAccount,
  changeRole,
  disable,
  enable,
  giveOneTimePassword,
  linkAccount,
  removePasskeys,
  signOutEverywhere,
} from './account-acts.ts';
import { atTheServer } from './at-the-server.ts';
import { runCommand } from '../backup/command.ts';
import { openOwnTenant } from './own-tenant.ts';
import { hashPassword, makeOneTimePassword } from './password.ts';
import { readPasswords } from './single-sign-on-settings.ts';
import { print } from '../print.ts';
import { Refused } from '../http/problem.ts';
import { findAccount, listAccounts, listedAccount, type StoredAccount } from '../store/accounts.ts';
import { StartRefused } from '../store/key-file.ts';

/** `npm run account -- …`: what the screen *Accounts* does, at the server; also while the server runs. */
const USAGE = [
  'list',
  'add NAME --role ROLE',
  'role NAME --role ROLE',
  'disable NAME',
  'enable NAME',
  'one-time-password NAME',
  'sign-out NAME',
  'remove-passkeys NAME',
  'link NAME --issuer URL --subject SUBJECT',
]
  .map((each) => `npm run account -- ${each}`)
  .join(', or ');

await runCommand(async () => {
  const { command, name, role, issuer, subject } = readCommand();
  const passwords = readPasswords(process.env);
  const store = openOwnTenant(resolve(process.env['TENANT_DATA_DIR'] || 'data'), { passwords });
  const by = { store, actor: atTheServer(), now: new Date() };
  const named = (act: (account: StoredAccount) => void) =>
    store.database.transaction(() => {
      const account = findAccount(store.database, name);
      if (!account) {
        throw new StartRefused(`There is no account ${name} in ${store.tenant.name}. Nothing was changed.`);
      }
      act(account);
    });
  const roleOrRefused = (): Role => {
    if (role) return role;
    throw new StartRefused(`Say the role: --role ${roles.join('|')}. Nothing was changed.`);
  };
  const oneTimePassword = makeOneTimePassword();
  const tell = () =>
    print(`Its password works once and for ${ONE_TIME_DAYS} days, to set another one: ${oneTimePassword}`);
  const sayWhoCannotSignIn = () => {
    if (passwords || findAccount(store.database, name)?.subject !== null) return;
    print(
      `Passwords are off (TENANT_PASSWORDS=off), so ${name} cannot sign in and is no second person. Say who ${name} is at the identity provider: npm run account -- link ${name} --issuer URL --subject SUBJECT`,
    );
  };
  try {
    switch (command) {
      case 'list':
        for (const { id } of listAccounts(store.database)) {
          const account = listedAccount(store.database, id);
          if (!account) continue;
          const { username, state, signsInWith, signedInAt } = account;
          const isLeftOut = !passwords && signsInWith === 'password' && state !== 'disabled';
          const can = isLeftOut
            ? 'cannot sign in (passwords are off)'
            : accountStateText[state].toLowerCase();
          const last = signedInAt === null ? 'never signed in' : `last signed in at ${signedInAt}`;
          print(`${username}: ${roleText[account.role]}, ${can}, ${last}`);
        }
        break;
      case 'add': {
        if (!USERNAME.test(name)) {
          throw new StartRefused(
            `“${name}” is no user name: letters, digits and . _ @ + -, beginning with a letter or a digit. Nothing was changed.`,
          );
        }
        const account = {
          username: name,
          role: roleOrRefused(),
          passwordHash: hashPassword(oneTimePassword),
        };
        store.database.transaction(() => addAccount(by, account));
        print(`Added ${name} (${roleText[account.role]}) to ${store.tenant.name}.`);
        if (passwords) tell();
        sayWhoCannotSignIn();
        break;
      }
      case 'role': {
        const wanted = roleOrRefused();
        named((account) => changeRole(by, account, wanted));
        print(`${name} is ${roleText[wanted]} now.`);
        sayWhoCannotSignIn();
        break;
      }
      case 'disable':
        named((account) => disable(by, account));
        print(`${name} is disabled and signed out everywhere.`);
        break;
      case 'enable':
        named((account) => enable(by, account));
        print(`${name} is enabled.`);
        sayWhoCannotSignIn();
        break;
      case 'one-time-password': {
        if (!passwords) {
          throw new StartRefused('Passwords are off (TENANT_PASSWORDS=off). Nothing was changed.');
        }
        const passwordHash = hashPassword(oneTimePassword);
        named((account) => giveOneTimePassword(by, account, passwordHash));
        print(`${name} is signed out everywhere and has a one-time password.`);
        tell();
        break;
      }
      case 'sign-out':
        named((account) => signOutEverywhere(by, account));
        print(`${name} is signed out everywhere.`);
        break;
      case 'remove-passkeys':
        named((account) => removePasskeys(by, account));
        print(`${name} has no passkeys: the password alone signs in, until a new one is added.`);
        break;
      case 'link':
        if (!issuer || !subject)
          throw new StartRefused('Say both: --issuer URL --subject SUBJECT. Nothing was changed.');
        named((account) => linkAccount(by, account, { issuer, subject }));
        print(`${name} signs in by single sign-on, too.`);
        break;
      default:
        throw new StartRefused(`Nothing was done. The commands are: ${USAGE}`);
    }
  } catch (error) {
    if (error instanceof Refused) throw new StartRefused(problemSentence(error.code, error.about));
    throw error;
  } finally {
    store.database.close();
  }
});

interface Command {
  command: string;
  name: string;
  role: Role | undefined;
  issuer?: string;
  subject?: string;
}

function readCommand(): Command {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { role: { type: 'string' }, issuer: { type: 'string' }, subject: { type: 'string' } },
    });
    const [command = '', name = ''] = positionals;
    const role = roles.find((each) => each === values.role);
    const isRole = values.role === undefined || role !== undefined;
    if (isRole && positionals.length === (command === 'list' ? 1 : 2))
      return { ...values, command, name, role };
  } catch {
    // An unknown option: the usage below names those that there are.
  }
  throw new StartRefused(`Nothing was done. The commands are: ${USAGE}; a ROLE is ${roles.join(', ')}`);
}
