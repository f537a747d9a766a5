import type { ColumnWords } from './columns.ts';
import { visibleLine } from './visible.ts';

/**
 * What the audit log records, as the screens name it. Every write of the tenant has one of these actions, stored in the
 * same transaction.
 */
export const actionText = {
  'session.started': 'Signed in',
  'session.ended': 'Signed out',
  'session.refused': 'Sign-in refused',
  'session.closed': 'Session closed',
  'account.added': 'Account added',
  'account.role-changed': 'Role of an account changed',
  'account.disabled': 'Account disabled',
  'account.enabled': 'Account enabled',
  'account.one-time-password': 'One-time password given',
  'account.password-changed': 'Password changed',
  'account.linked': 'Account linked to a single sign-on',
  'passkey.added': 'Passkey added',
  'passkey.removed': 'Passkey removed',
  'passkey.asked': 'Passkey asked for',
  'passkey.used': 'Passkey used',
  'passkey.refused': 'Passkey refused',
  'certificate.uploaded': 'Certificate uploaded',
  'certificate.deleted': 'Certificate deleted',
  'certificate.restored': 'Certificate restored',
  'certificate.destroyed': 'Certificate destroyed',
  'backup.checked': 'Backup checked',
  'ivr-profile.assigned': 'Certificates of an IVR profile changed',
  'screen-recording.saved': 'Screen Recording Certificates changed',
  'assignment-request.made': 'Assignment requested',
  'assignment-request.assigned': 'Assignment request agreed to',
  'assignment-request.declined': 'Assignment request declined',
  'assignment-request.withdrawn': 'Assignment request withdrawn',
  'recording.made': 'Test call made',
  'recording.played': 'Recording played',
  'recording.removed': 'Recordings removed',
  'deletion-request.made': 'Deletion requested',
  'deletion-request.agreed': 'Deletion agreed to',
  'deletion-request.declined': 'Deletion declined',
  'deletion-request.withdrawn': 'Deletion request withdrawn',
  'calendar-feed.made': 'Calendar feed made',
  'calendar-feed.revoked': 'Calendar feed revoked',
  'demo-data.filled': 'Demo data filled in',
} as const;

export type AuditAction = keyof typeof actionText;

export const auditActions = Object.keys(actionText) as AuditAction[];

/** Where a list lost a certificate, the screens say “unassigned” and “taken out”, and the entry “removed”. */
export const UNASSIGNED_WORDS = 'unassigned taken out';

/** The columns by which the log is sorted: those with an index. `id` is the order of the chain. */
export const auditSorts = ['at', 'id', 'username', 'session'] as const;
export type AuditSort = (typeof auditSorts)[number];

/** An entry as it is listed and exported. */
export interface LoggedEntry {
  id: number;
  at: string;
  username: string;
  role: string;
  session: string;
  action: string;
  summary: string;
  /** With spaces between them; null where the entry is about none. */
  certificateIds: string | null;
  hash: string;
}

/** What a person reads of an entry. The entry itself never changes, whatever characters a name in it has. */
export const summaryText = ({ summary }: Pick<LoggedEntry, 'summary'>): string => visibleLine(summary);

const column = (
  id: string,
  header: string,
  text: (entry: LoggedEntry) => string,
): ColumnWords<LoggedEntry> => ({
  id,
  header,
  text,
});

/**
 * The columns of the exported log. A field that begins like a formula gets an apostrophe, so the chain cannot be
 * verified with this file, but with the JSON lines.
 */
export const auditWords = [
  { ...column('id', 'Entry', ({ id }) => String(id)), sortBy: ({ id }: LoggedEntry) => id },
  column('at', 'At (UTC)', ({ at }) => at),
  column('username', 'User name', ({ username }) => username),
  column('role', 'Role', ({ role }) => role),
  // “-” means no session; a spreadsheet would take it for the beginning of a formula.
  column('session', 'Session', ({ session }) => (session === '-' ? '' : session)),
  column('action', 'Action', ({ action }) => action),
  column('summary', 'Summary', summaryText),
  column('certificates', 'Certificates', ({ certificateIds }) => certificateIds ?? ''),
  column('hash', 'SHA-256', ({ hash }) => hash),
];
