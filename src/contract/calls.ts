import { z } from 'zod';
import { speechTypes } from '../domain/recording.ts';
import type { Capability } from '../domain/session.ts';
import {
  accountAnswer,
  accountChange,
  accounts,
  newAccount,
  newAccountAnswer,
  oneTimeAnswer,
  passwordChange,
} from './accounts.ts';
import {
  demoData,
  MAX_SPEECH_BYTES,
  newTestCall,
  recording,
  recordings,
  spokenTestCallQuery,
  testCall,
} from './recordings.ts';
import { keyReport, keyReportQuery } from './key-report.ts';
import { pageQuery } from './lists.ts';
import { newPasskey, passkeyAnswer, passkeyCreation, passkeyRequest } from './passkeys.ts';
import { overview, overviewQuery } from './overview.ts';
import { keystoreRecord } from './record.ts';
import { newRequest, request, requestAnswer, requests } from './requests.ts';
import {
  assignedCertificates,
  assignToIvrProfiles,
  unassignFromIvrProfiles,
  auditChain,
  auditChainQuery,
  auditLog,
  calendarFeed,
  changedIvrProfiles,
  calendarFeedQuery,
  backupChecked,
  certificate,
  certificatePage,
  certificatesToCheck,
  certificates,
  certificateUsage,
  coverage,
  credentials,
  deletedCertificates,
  health,
  ivrProfile,
  ivrProfileConfiguration,
  ivrProfiles,
  key,
  keyPage,
  keys,
  listVersions,
  newCalendarFeed,
  newBackupCheck,
  newScreenRecordingCertificates,
  screenRecordingCertificates,
  screenRecordingEncryption,
  sessionState,
  signedIn,
  upload,
} from './schemas.ts';

/**
 * Every call of the tenant API, in one table. The key is method and path. The tenant mounts the calls from it, the test
 * of the roles goes through it, the OpenAPI document is made from it, and the browser uses its types only, so that zod
 * stays out of the console's bundle.
 */
export interface Call {
  summary: string;
  /** Who may call: anyone, or every user with this capability. */
  allow: 'anyone' | Capability;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Absent for a 204 answer. */
  answer?: z.ZodType;
  /** The default is 200, or 204 where there is no answer. */
  status?: 201;
  /** The default is JSON. */
  contentType?: string;
  /** The answer is sent as bytes: a media file, whole or in part (RFC 9110, 14), or an export, piece by piece. */
  media?: true;
  /** The body is bytes of one of these media types, instead of JSON. */
  bodyTypes?: readonly string[];
  /** Largest body in bytes. The default has room for a certificate and its key. */
  bodyLimit?: number;
  /** The request must name the version that it changes (`If-Match`, RFC 9110, 13.1.1). Without it: 428; stale: 412. */
  ifMatch?: true;
  /** A request may be repeated with the same `Idempotency-Key` header; it has exactly one effect. */
  idempotencyKey?: true;
}

/** All rows of a list that match, as a file for spreadsheets (RFC 4180). */
const csvOf = <const Needs extends Capability, Query extends z.ZodObject>(allow: Needs, query: Query) =>
  ({
    summary: 'The same as a file for spreadsheets',
    allow,
    query,
    media: true,
    contentType: 'text/csv; charset=utf-8',
  }) as const;

export const calls = {
  'GET /api/health': { summary: 'Whether the tenant runs', allow: 'anyone', answer: health },

  'GET /api/session': {
    summary: 'Who is signed in; signed out, also the demo accounts when the demo password is unchanged',
    allow: 'anyone',
    answer: sessionState,
  },
  'POST /api/session': {
    summary: 'Sign in. The answer has no session yet where a passkey is the second step',
    allow: 'anyone',
    body: credentials,
    bodyLimit: 8000,
    answer: sessionState,
  },
  'DELETE /api/session': { summary: 'Sign out', allow: 'anyone' },
  'POST /api/session/second-step/challenge': {
    summary: 'What a passkey signs after the right password; once, within five minutes, in the same browser',
    allow: 'anyone',
    answer: passkeyRequest,
  },
  'POST /api/session/second-step': {
    summary: 'Sign in with the passkey’s answer',
    allow: 'anyone',
    body: passkeyAnswer,
    answer: signedIn,
  },
  'DELETE /api/session/second-step': { summary: 'Sign in as somebody else', allow: 'anyone' },

  'GET /api/versions': {
    summary:
      'A number for each list that grows when the list may have changed: what a page that stays open asks for',
    allow: 'view certificates',
    answer: listVersions,
  },

  'GET /api/certificates': {
    summary: 'The keystore as this session sees it',
    allow: 'view certificates',
    query: certificates.query,
    answer: certificatePage,
  },
  'GET /api/certificates.csv': csvOf('view certificates', certificates.exported),
  'POST /api/certificates': {
    summary: 'Upload a certificate and its private key',
    allow: 'manage certificates',
    body: upload,
    answer: certificate,
    status: 201,
    idempotencyKey: true,
  },
  // Must come before `/{id}`, whose path would match it too.
  'GET /api/certificates/expiry.ics': {
    summary: 'The expiry dates for a calendar that subscribes to them; the token is the permission',
    allow: 'anyone',
    query: calendarFeedQuery,
    answer: z.string(),
    contentType: 'text/calendar; charset=utf-8',
  },
  'GET /api/calendar-feed': {
    summary: 'Whether there is a feed of one’s own, and whether it is used',
    allow: 'subscribe to expiry dates',
    answer: calendarFeed,
  },
  'POST /api/calendar-feed': {
    summary: 'Make a feed, or a new address for it; the one before ends',
    allow: 'subscribe to expiry dates',
    answer: newCalendarFeed,
    status: 201,
  },
  'DELETE /api/calendar-feed': {
    summary: 'Revoke it',
    allow: 'subscribe to expiry dates',
  },
  'GET /api/certificates/{id}': {
    summary: 'One certificate',
    allow: 'view certificates',
    answer: certificate,
  },
  'GET /api/certificates/{id}/pem': {
    summary: 'The certificate as a PEM file',
    allow: 'view certificates',
    answer: z.string(),
    contentType: 'application/x-pem-file',
  },
  'GET /api/certificates/{id}/usage': {
    summary: 'Where it is used, and what deleting it would break',
    allow: 'view certificates',
    answer: certificateUsage,
  },
  'DELETE /api/certificates/{id}': {
    summary: 'Move the pair to Recently deleted; refused while it is assigned',
    allow: 'manage certificates',
    ifMatch: true,
  },
  'GET /api/deleted-certificates': {
    summary: 'Recently deleted pairs, restorable for 30 days',
    allow: 'manage certificates',
    query: deletedCertificates.query,
    answer: deletedCertificates.answer,
  },
  'GET /api/deleted-certificates.csv': csvOf('manage certificates', deletedCertificates.exported),
  'POST /api/deleted-certificates/{id}/restore': {
    summary: 'Restore a deleted pair whole',
    allow: 'manage certificates',
    answer: certificate,
  },

  'GET /api/record': {
    summary:
      'The certificates and where each is in use, to be kept for after a disaster; without private keys',
    allow: 'manage certificates',
    answer: keystoreRecord,
    media: true,
  },
  'GET /api/backup-checks': {
    summary:
      'Each certificate of which there should be a copy of the private key, with what proves such a copy; for who may restore deleted pairs, these, too',
    allow: 'view certificates',
    query: pageQuery,
    answer: certificatesToCheck,
  },
  'POST /api/backup-checks': {
    summary: 'Record that copies of these certificates’ private keys open; no key is sent',
    allow: 'record backup checks',
    body: newBackupCheck,
    answer: backupChecked,
  },

  'GET /api/keys': {
    summary: 'Keys Management: the pairs of an Azure tenant, with key and alias',
    allow: 'manage keys',
    query: keys.query,
    answer: keyPage,
  },
  'GET /api/keys.csv': csvOf('manage keys', keys.exported),
  'POST /api/keys': {
    summary: 'Upload a pair, its key in PKCS#8, into the IVR profile named record',
    allow: 'manage keys',
    body: upload,
    answer: key,
    status: 201,
    idempotencyKey: true,
  },

  'GET /api/ivr-profiles': {
    summary: 'The IVR profiles with their assigned certificates',
    allow: 'view IVR profiles',
    query: ivrProfiles.query,
    answer: ivrProfiles.answer,
  },
  'GET /api/ivr-profiles.csv': csvOf('view IVR profiles', ivrProfiles.exported),
  'PUT /api/ivr-profiles/{id}/certificates': {
    summary: 'Replace the certificates that an IVR profile encrypts for',
    allow: 'assign certificates',
    body: assignedCertificates,
    answer: ivrProfile,
    ifMatch: true,
  },
  'GET /api/ivr-profiles/{id}/configuration': {
    summary: 'The section that the recorder reads',
    allow: 'view IVR profiles',
    answer: ivrProfileConfiguration,
  },
  'POST /api/certificates/{id}/assign': {
    summary: 'Add a certificate to several IVR profiles at once; nothing else changes in them',
    allow: 'assign certificates',
    body: assignToIvrProfiles,
    answer: changedIvrProfiles,
  },
  'POST /api/certificates/{id}/unassign': {
    summary:
      'Take a certificate out of several IVR profiles at once; where that stops encryption, it needs the acknowledgement',
    allow: 'assign certificates',
    body: unassignFromIvrProfiles,
    answer: changedIvrProfiles,
  },

  'GET /api/requests': {
    summary: 'What administrators ask Genesys Professionals to assign or to agree to, newest first',
    allow: 'view requests',
    query: requests.query,
    answer: requests.answer,
  },
  'GET /api/requests.csv': csvOf('view requests', requests.exported),
  'GET /api/requests/{id}': {
    summary: 'One request',
    allow: 'view requests',
    answer: request,
  },
  'POST /api/requests': {
    summary:
      'Ask to have a certificate assigned, with a copy of it and never with the key; or ask a second person to agree to a deletion',
    allow: 'make requests',
    body: newRequest,
    answer: request,
    status: 201,
  },
  'POST /api/requests/{id}/answer': {
    summary: 'Agree, or say why not. To agree to an assignment is to assign, in one step',
    allow: 'answer requests',
    body: requestAnswer,
    answer: request,
  },
  'POST /api/requests/{id}/withdraw': {
    summary: 'Take it back while it waits',
    allow: 'make requests',
    answer: request,
  },

  'GET /api/screen-recording-certificates': {
    summary: 'The certificates that screen recordings are encrypted for',
    allow: 'manage screen recording certificates',
    answer: screenRecordingCertificates,
  },
  'PUT /api/screen-recording-certificates': {
    summary: 'Replace them; a save that stops encryption needs the acknowledgement',
    allow: 'manage screen recording certificates',
    body: newScreenRecordingCertificates,
    answer: screenRecordingCertificates,
    ifMatch: true,
  },
  'GET /api/v2/ops/contact-centers/{id}/settings/screen-recording-encryption': {
    summary: 'The settings that the recorder reads',
    allow: 'view screen recording settings',
    answer: screenRecordingEncryption,
  },

  'GET /api/overview': {
    summary:
      'Whether recordings are encrypted, what this person should do, and when recordings are encrypted',
    allow: 'view certificates',
    query: overviewQuery,
    answer: overview,
  },
  'GET /api/coverage': {
    summary: 'When recordings were, are and will be encrypted: the last year, and until the last expiry',
    allow: 'view IVR profiles',
    answer: coverage,
  },

  'POST /api/test-calls': {
    summary: 'Make a call and record it, encrypted for the certificates of the IVR profile that it picks',
    allow: 'make test calls',
    body: newTestCall,
    answer: testCall,
    status: 201,
  },
  'POST /api/test-calls/spoken': {
    summary: 'The same with what a person says, which is the body, instead of a spoken sentence',
    allow: 'make test calls',
    query: spokenTestCallQuery,
    bodyTypes: speechTypes,
    bodyLimit: MAX_SPEECH_BYTES,
    answer: testCall,
    status: 201,
  },
  'GET /api/recordings': {
    summary: 'The recordings, newest first',
    allow: 'view recordings',
    query: recordings.query,
    answer: recordings.answer,
  },
  'GET /api/recordings.csv': csvOf('view recordings', recordings.exported),
  'GET /api/recordings/{id}': {
    summary: 'One recording, as recorders answer it',
    allow: 'view recordings',
    answer: recording,
  },
  'GET /api/recordings/{id}/media/{mediaId}': {
    summary: 'The media file as it is stored: the ciphertext',
    allow: 'view recordings',
    media: true,
  },
  'GET /api/recordings/{id}/play/{mediaId}': {
    summary: 'The media file, decrypted through the keystore',
    allow: 'play recordings',
    media: true,
  },

  'POST /api/demo-data': {
    summary: 'Fill an empty tenant with certificates, assignments and recordings to look at',
    allow: 'fill with demo data',
    answer: demoData,
  },

  'GET /api/accounts': {
    summary: 'Who may sign in, and as what',
    allow: 'manage accounts',
    query: accounts.query,
    answer: accounts.answer,
  },
  'GET /api/accounts.csv': csvOf('manage accounts', accounts.exported),
  'POST /api/accounts': {
    summary: 'Add an account; the answer has its one-time password',
    allow: 'manage accounts',
    body: newAccount,
    answer: newAccountAnswer,
    status: 201,
  },
  'GET /api/accounts/{id}': {
    summary: 'One account with its sessions and passkeys',
    allow: 'manage accounts',
    answer: accountAnswer,
  },
  'PUT /api/accounts/{id}': {
    summary:
      'Change the role, or disable the account, which ends its sessions. An administrator always remains',
    allow: 'manage accounts',
    body: accountChange,
    answer: accountAnswer,
    ifMatch: true,
  },
  'POST /api/accounts/{id}/one-time-password': {
    summary: 'Replace the password with a one-time password, and end the sessions',
    allow: 'manage accounts',
    answer: oneTimeAnswer,
  },
  'DELETE /api/accounts/{id}/sessions': {
    summary: 'Sign the account out everywhere',
    allow: 'manage accounts',
  },
  'DELETE /api/accounts/{id}/passkeys': {
    summary: 'Remove the account’s passkeys, which are lost. The administrator shows again who they are',
    allow: 'manage accounts',
  },
  'GET /api/account': {
    summary: 'One’s own account, sessions and passkeys',
    allow: 'use one’s own account',
    answer: accountAnswer,
  },
  'POST /api/account/password': {
    summary: 'Change one’s own password; all other sessions end',
    allow: 'use one’s own account',
    body: passwordChange,
    bodyLimit: 8000,
  },
  'DELETE /api/account/sessions': {
    summary: 'End all of one’s own sessions but this one',
    allow: 'use one’s own account',
  },
  'DELETE /api/account/sessions/{id}': {
    summary: 'End one of one’s own sessions',
    allow: 'use one’s own account',
  },

  'POST /api/account/passkeys/challenge': {
    summary: 'What a new passkey is made from; whoever asks has shown who they are in the last minutes',
    allow: 'add a passkey',
    answer: passkeyCreation,
  },
  'POST /api/account/passkeys': {
    summary: 'Add a passkey: from now on, signing in with the password asks for it',
    allow: 'add a passkey',
    body: newPasskey,
    bodyLimit: 64_000,
  },
  'DELETE /api/account/passkeys/{id}': {
    summary: 'Remove one of one’s own passkeys',
    allow: 'use one’s own account',
  },
  'POST /api/account/proof/challenge': {
    summary: 'What a passkey signs to show again who acts',
    allow: 'use one’s own account',
    answer: passkeyRequest,
  },
  'POST /api/account/proof': {
    summary: 'Show again who acts, with a passkey, before what cannot be undone',
    allow: 'use one’s own account',
    body: passkeyAnswer,
  },

  'GET /api/audit-log': {
    summary: 'Who did what, newest first',
    allow: 'view audit log',
    query: auditLog.query,
    answer: auditLog.answer,
  },
  'GET /api/audit-log.csv': csvOf('view audit log', auditLog.exported),
  'GET /api/audit-log/chain': {
    summary: 'Whether the hash chain of the audit log holds, and where it breaks',
    allow: 'view audit log',
    query: auditChainQuery,
    answer: auditChain,
  },
  'GET /api/audit-log/entries.jsonl': {
    summary: 'The whole audit log as JSON lines with their hashes, oldest first',
    allow: 'view audit log',
    media: true,
    contentType: 'application/jsonl',
  },

  'GET /api/key-report': {
    summary: 'What an auditor asks about the keys of a period, with the first rows of each part',
    allow: 'view key report',
    query: keyReportQuery,
    answer: keyReport,
  },
  'GET /api/key-report.json': {
    summary: 'The same with all rows',
    allow: 'view key report',
    query: keyReportQuery,
    answer: keyReport,
    media: true,
  },
  'GET /api/key-report.csv': csvOf('view key report', keyReportQuery),
} as const satisfies Record<`${'GET' | 'POST' | 'PUT' | 'DELETE'} /api/${string}`, Call>;

export type Calls = typeof calls;
export type CallName = keyof Calls;

type Named<K extends string> = K extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string> & Named<Rest>
  : unknown;

/** What the path of a call has in braces. */
export type PathParameters<K extends CallName> = K extends CallName
  ? Named<K> extends Record<string, string>
    ? { params: Named<K> }
    : { params?: never }
  : never;

export type QueryOf<K extends CallName> = Calls[K] extends { query: infer Q extends z.ZodType }
  ? z.input<Q>
  : undefined;
export type BodyOf<K extends CallName> = Calls[K] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : Calls[K] extends { bodyTypes: readonly string[] }
    ? Blob
    : undefined;
export type AnswerOf<K extends CallName> = Calls[K] extends { answer: infer A extends z.ZodType }
  ? z.output<A>
  : undefined;
