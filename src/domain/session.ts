/**
 * Who may do what. One table for both sides: the tenant enforces it, and the browser shows by it what is allowed.
 *
 * The documented privileges are *Administration of Recording Certificates and Keys* and *Decrypt a Recording*; a role
 * bundles them. A Genesys Professional assigns certificates to IVR profiles and never sees a private key. A listener has
 * *Decrypt a Recording* alone: for compliance, to listen and to read.
 */
export const roles = ['administrator', 'professional', 'listener', 'agent'] as const;

export type Role = (typeof roles)[number];

export const roleText: Record<Role, string> = {
  administrator: 'Administrator',
  professional: 'Genesys Professional',
  listener: 'Listener',
  agent: 'Agent',
};

/** Where the tenant is hosted. AWS tenants have Certificates, Azure tenants have Keys Management. */
export type Platform = 'aws' | 'azure';

export interface Tenant {
  name: string;
  /** The tenant's database id in Configuration Server; part of the recorder's alias. */
  dbid: number;
  platform: Platform;
  /** Whether the tenant has bought screen recording. */
  screenRecording: boolean;
}

export interface Session {
  username: string;
  role: Role;
  tenant: Tenant;
  /** The identity provider has vouched for the sign-in. */
  singleSignOn?: true | undefined;
  /** The person has a passkey, so that is what shows again who they are. */
  passkey?: true | undefined;
}

/** The irreversible asks again who acts, unless they have proved it in so many minutes. */
export const PROOF_MINUTES = 10;

export const isProofFresh = (provenAt: Date | undefined, now: Date): boolean =>
  provenAt !== undefined && now.getTime() - provenAt.getTime() <= PROOF_MINUTES * 60_000;

export type Capability = keyof typeof capabilities;

interface Rule {
  roles: readonly Role[];
  platform?: Platform;
  /** Only for a tenant that has bought screen recording. */
  screenRecording?: true;
  privilege: string;
}

const manage = 'Administration of Recording Certificates and Keys';
const view = 'Decrypt a Recording';
/**
 * The documented administrator privilege includes assigning. Here an administrator does not assign: the Genesys
 * Professional does.
 */
const assign = 'Assign certificates to IVR profiles (Genesys Professional)';

const people = 'Administration of Accounts';
const irreversible = 'To do what cannot be undone (administrators and Genesys Professionals)';

const readers = ['administrator', 'professional', 'listener'] as const;

const capabilities = {
  'use one’s own account': { roles, privilege: '' },
  'add a passkey': { roles: ['administrator', 'professional'], privilege: irreversible },
  'manage accounts': { roles: ['administrator'], privilege: people },
  'view certificates': { roles: readers, privilege: view },
  'manage certificates': { roles: ['administrator'], platform: 'aws', privilege: manage },
  /** For the screen, not for the certificates: an Azure tenant uploads in Agent Setup instead. */
  'use the Certificates screen': { roles: readers, platform: 'aws', privilege: view },
  'manage keys': { roles: ['administrator'], platform: 'azure', privilege: manage },
  /** On either platform: to upload a pair that renews a certificate. */
  'renew certificates': { roles: ['administrator'], privilege: manage },
  /** A calendar reads the feed without a session, so the feed contains only names and dates. */
  'subscribe to expiry dates': { roles: ['administrator'], privilege: view },
  'view IVR profiles': { roles: readers, privilege: view },
  'assign certificates': { roles: ['professional'], privilege: assign },
  'view requests': { roles: ['administrator', 'professional'], platform: 'aws', privilege: view },
  /** On Azure an upload is assigned to its IVR profile automatically, so there is nothing to request. */
  'make requests': { roles: ['administrator'], platform: 'aws', privilege: manage },
  'answer requests': { roles: ['professional'], platform: 'aws', privilege: assign },
  'manage screen recording certificates': {
    roles: ['administrator'],
    screenRecording: true,
    privilege: manage,
  },
  'view screen recording settings': {
    roles: ['administrator', 'professional'],
    screenRecording: true,
    privilege: view,
  },
  'view recordings': { roles: readers, privilege: view },
  'play recordings': { roles: readers, privilege: view },
  'make test calls': { roles: ['administrator', 'professional'], privilege: view },
  'fill with demo data': { roles: ['administrator'], platform: 'aws', privilege: manage },
  /** On Azure, too: there, the customer must keep the keys as well. */
  'record backup checks': { roles: ['administrator'], privilege: manage },
  'view key report': { roles: readers, privilege: view },
  'view audit log': { roles: readers, privilege: view },
} as const satisfies Record<string, Rule>;

export type Refusal =
  | { code: 'forbidden'; privilege: string }
  | { code: 'not_on_this_platform'; platform: Platform }
  | { code: 'screen_recording_not_bought' };

/**
 * Why this session may not do something; undefined when it may. The role is checked before the platform, so that an
 * agent is never sent to a screen that would refuse them again.
 */
export function refusal(session: Session, capability: Capability): Refusal | undefined {
  const rule: Rule = capabilities[capability];
  if (!rule.roles.includes(session.role)) return { code: 'forbidden', privilege: rule.privilege };
  if (rule.platform && rule.platform !== session.tenant.platform) {
    return { code: 'not_on_this_platform', platform: session.tenant.platform };
  }
  if (rule.screenRecording && !session.tenant.screenRecording) return { code: 'screen_recording_not_bought' };
  return undefined;
}

/** The roles that may do something. */
export const rolesThatMay = (capability: Capability): readonly Role[] => capabilities[capability].roles;

export const may = (session: Session, capability: Capability): boolean =>
  refusal(session, capability) === undefined;

/** The detail of a refusal that its sentence names. */
export function refusalDetail(refused: Refusal): string | undefined {
  switch (refused.code) {
    case 'forbidden':
      return refused.privilege;
    case 'not_on_this_platform':
      return refused.platform;
    case 'screen_recording_not_bought':
      return undefined;
  }
}
