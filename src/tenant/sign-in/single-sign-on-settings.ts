import { readFileSync } from 'node:fs';
import { roles, type Role } from '../../domain/session.ts';
import { isLoopbackHost } from '../http/origin.ts';
import { StartRefused } from '../store/key-file.ts';

/** The identity provider at which people sign in (OpenID Connect), and what its word counts for. */
export interface SingleSignOnSettings {
  issuer: URL;
  clientId: string;
  clientSecret: string | undefined;
  /** What is asked of the provider, so that it tells names and groups. */
  scope: string;
  /** The claim that has the groups of a person. */
  roleClaim: string;
  /** The role of a group. */
  roles: ReadonlyMap<string, Role>;
  /** Whether the accounts' own passwords work beside it. */
  passwords: boolean;
}

type Environment = Record<string, string | undefined>;

/** Reads TENANT_OIDC_… and TENANT_PASSWORDS; undefined where no provider is set. Throws a sentence for who starts the server. */
export function readSingleSignOn(environment: Environment): SingleSignOnSettings | undefined {
  const {
    TENANT_OIDC_ISSUER,
    TENANT_OIDC_CLIENT_ID: clientId,
    TENANT_OIDC_SECRET_FILE: secretFile,
    TENANT_OIDC_SCOPE: scope = 'openid profile',
    TENANT_OIDC_ROLE_CLAIM: roleClaim = 'groups',
    TENANT_OIDC_ROLES: mapped = '',
  } = environment;
  const passwords = readPasswords(environment);
  if (!TENANT_OIDC_ISSUER) {
    if (passwords) return undefined;
    throw new StartRefused(
      'TENANT_PASSWORDS is off, and without TENANT_OIDC_ISSUER nobody could sign in. Set both, or neither.',
    );
  }
  if (!clientId) {
    throw new StartRefused(
      'TENANT_OIDC_ISSUER is set, and TENANT_OIDC_CLIENT_ID is missing: the name that the identity provider gave this console.',
    );
  }
  return {
    issuer: readIssuer(TENANT_OIDC_ISSUER),
    clientId,
    clientSecret: secretFile ? readSecret(secretFile) : undefined,
    scope,
    roleClaim,
    roles: readRoles(mapped),
    passwords,
  };
}

/** Whether people may sign in with a password of an account. */
export function readPasswords({ TENANT_PASSWORDS: passwords = 'on' }: Environment): boolean {
  if (passwords === 'on' || passwords === 'off') return passwords === 'on';
  throw new StartRefused(`TENANT_PASSWORDS is ${passwords}. Set on or off.`);
}

function readIssuer(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.host))) return url;
  throw new StartRefused(
    `TENANT_OIDC_ISSUER is ${text}. Set the issuer of your identity provider, which begins with https: TENANT_OIDC_ISSUER=https://id.example`,
  );
}

function readSecret(file: string): string {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret !== '') return secret;
  } catch {
    // The sentence below says what to look at.
  }
  throw new StartRefused(
    `TENANT_OIDC_SECRET_FILE is ${file}, which cannot be read or is empty. It contains the client secret and nothing else.`,
  );
}

function readRoles(text: string): Map<string, Role> {
  const found = new Map<string, Role>();
  for (const item of text.split(',')) {
    const equals = item.lastIndexOf('=');
    const role = roles.find((each) => each === item.slice(equals + 1).trim());
    const group = item.slice(0, equals).trim();
    if (equals < 1 || !role || group === '') {
      throw new StartRefused(
        `TENANT_OIDC_ROLES has “${item}”. Set which group has which role (${roles.join(', ')}): TENANT_OIDC_ROLES=recording-admins=administrator,recording-pros=professional`,
      );
    }
    found.set(group, role);
  }
  return found;
}
