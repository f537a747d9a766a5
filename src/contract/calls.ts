import type { z } from 'zod';
import { accountCalls } from './accounts.ts';
import { auditLogCalls } from './audit-log.ts';
import { backupCheckCalls } from './backup-checks.ts';
import { calendarFeedCalls } from './calendar-feed.ts';
import { certificateCalls } from './certificates.ts';
import { coverageCalls } from './coverage.ts';
import { healthCalls } from './health.ts';
import { ivrProfileCalls } from './ivr-profiles.ts';
import { keyReportCalls } from './key-report.ts';
import { keyCalls } from './keys.ts';
import { overviewCalls } from './overview.ts';
import { passkeyCalls } from './passkeys.ts';
import { recordCalls } from './record.ts';
import { recordingCalls } from './recordings.ts';
import { requestCalls } from './requests.ts';
import { screenRecordingCalls } from './screen-recording.ts';
import { sessionCalls } from './session.ts';
import { versionCalls } from './versions.ts';

/**
 * Every call of the tenant API, in one table, made of those of its subjects. The tenant mounts the calls from it, the
 * test of the roles goes through it, the OpenAPI document is made from it, and the browser uses its types only, so that
 * zod stays out of the console's bundle.
 */
export const calls = {
  ...healthCalls,
  ...sessionCalls,
  ...versionCalls,
  // Before `/{id}` of the certificates, whose path would match the feed, too.
  ...calendarFeedCalls,
  ...certificateCalls,
  ...recordCalls,
  ...backupCheckCalls,
  ...keyCalls,
  ...ivrProfileCalls,
  ...requestCalls,
  ...screenRecordingCalls,
  ...overviewCalls,
  ...coverageCalls,
  ...recordingCalls,
  ...accountCalls,
  ...passkeyCalls,
  ...auditLogCalls,
  ...keyReportCalls,
};

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
