import { assignment } from './rules/assignment.ts';
import { certificates } from './rules/certificates.ts';
import { accounts } from './rules/accounts.ts';
import { auditLog } from './rules/audit-log.ts';
import { errors } from './rules/errors.ts';
import { keysManagement } from './rules/keys-management.ts';
import { lists } from './rules/lists.ts';
import { recordingList } from './rules/recording-list.ts';
import { passkeys } from './rules/passkeys.ts';
import { recordings, screenRecording } from './rules/recordings.ts';
import { sessions } from './rules/sessions.ts';
import type { Rule } from './world.ts';

export const groups: Record<string, Rule[]> = {
  Sessions: sessions,
  Accounts: accounts,
  Passkeys: passkeys,
  Certificates: certificates,
  'IVR profiles': assignment,
  'Screen Recording Certificates': screenRecording,
  Recordings: recordings,
  'Keys Management': keysManagement,
  Lists: [...lists, ...recordingList],
  'Audit log': auditLog,
  Errors: errors,
};
