import { randomUUID } from 'node:crypto';
import type { AnswerOf } from '../contract/calls.ts';
import type { AuditAction } from '../domain/audit.ts';
import { counted } from '../domain/counted.ts';
import { deletionStateText, isWaiting, type DeletionState } from '../domain/deletion-request.ts';
import { isCovered, needsApproval, type OpenedRecordings } from '../domain/recording.ts';
import { notPresent } from './assign.ts';
import { refusePrivateKey } from './assignment-requests.ts';
import { named, seen } from './certificate.ts';
import { afterMoment, nextCursor } from './cursor.ts';
import { actor, type Handlers, type SignedIn } from './handler.ts';
import { Refused } from './problem.ts';
import { recordEntry } from './store/audit-log.ts';
import { identityOf } from './store/certificates.ts';
import type { Database } from './store/database.ts';
import {
  answerDeletionRequest,
  findDeletionRequest,
  insertDeletionRequest,
  listDeletionRequests,
  openDeletionRequest,
  setDeletionState,
  type StoredDeletionRequest,
} from './store/deletion-requests.ts';
import { openedBy } from './store/recordings.ts';

type DeletionCall =
  | 'GET /api/deletion-requests'
  | 'GET /api/deletion-requests/{id}'
  | 'POST /api/deletion-requests'
  | 'POST /api/deletion-requests/{id}/answer'
  | 'POST /api/deletion-requests/{id}/withdraw';

/** The same in every session, like assignment requests. */
export const deletionRequestCalls: Handlers<DeletionCall> = {
  'GET /api/deletion-requests': ({ session, query: { limit, cursor } }) => {
    const { database } = session.store;
    const page = listDeletionRequests(database, { limit, after: afterMoment(cursor) });
    return {
      items: page.items.map((request) => answerOf(database, request)),
      ...nextCursor(page, ({ requestedAt, id }) => [requestedAt, id]),
    };
  },

  'GET /api/deletion-requests/{id}': ({ session, id }) =>
    answerOf(session.store.database, known(session, id)),

  'POST /api/deletion-requests': ({ session, body, now }) => {
    const { database } = session.store;
    refusePrivateKey('note', body.note);
    return database.transaction(() => {
      const certificate = seen(session, body.certificateId);
      const identity = identityOf(database, certificate.id);
      if (!identity || certificate.deletedAt !== null) throw notPresent();
      const recordings = openedBy(database, identity);
      if (!needsApproval(recordings)) throw new Refused('no_approval_needed');
      const open = openDeletionRequest(database, certificate.id);
      if (open?.state === 'agreed' && !isCovered(agreedTo(open), recordings)) {
        setDeletionState(database, open.id, 'withdrawn');
      } else if (open) {
        throw new Refused('already_requested', { detail: named(certificate) });
      }
      const id = randomUUID();
      const at = now.toISOString();
      const { subjectName, serialHex, serialDecimal } = certificate;
      insertDeletionRequest(database, {
        id,
        certificateId: certificate.id,
        subjectName,
        serialHex,
        serialDecimal,
        issuerDer: identity.issuerDer,
        note: body.note,
        requestedBy: session.username,
        requestedAt: at,
      });
      const request = known(session, id);
      record(session, request, 'deletion-request.made', at, (what) => `Asked for the deletion of ${what}`);
      return answerOf(database, request);
    });
  },

  'POST /api/deletion-requests/{id}/answer': ({ session, id, body, now }) => {
    if (body.agree) {
      const { onlyToOpen } = body;
      return close(
        session,
        id,
        now,
        'agreed',
        null,
        (what) => `Agreed to the deletion of ${what}`,
        onlyToOpen,
      );
    }
    const { reason } = body;
    refusePrivateKey('reason', reason);
    return close(
      session,
      id,
      now,
      'declined',
      reason,
      (what) => `Declined the deletion of ${what}: ${reason}`,
    );
  },

  'POST /api/deletion-requests/{id}/withdraw': ({ session, id, now }) =>
    close(session, id, now, 'withdrawn', null, withdrawnInWords),
};

const withdrawnInWords = (what: string) => `Withdrew the request to delete ${what}`;

/**
 * The rule for a deletion that makes recordings unplayable, inside the transaction of the deletion: a second person
 * must have agreed to at least as many recordings as depend on the pair now. The deletion closes the request, so that
 * the agreement cannot be used again.
 */
export function takeApproval(session: SignedIn, certificateId: string, now: Date): void {
  const { database } = session.store;
  const identity = identityOf(database, certificateId);
  if (!identity) return;
  const recordings = openedBy(database, identity);
  const request = openDeletionRequest(database, certificateId);
  if (!isApproved(request, recordings)) {
    throw new Refused('deletion_needs_approval', { detail: counted(recordings.onlyToOpen, 'recording') });
  }
  if (request?.state === 'agreed') setDeletionState(database, request.id, 'deleted');
  if (request?.state === 'waiting') {
    const reason =
      'The pair was deleted without it, because no recording depended on this pair alone any more.';
    const at = now.toISOString();
    answerDeletionRequest(database, {
      id: request.id,
      state: 'withdrawn',
      by: session.username,
      at,
      reason,
      recordings,
    });
    record(session, known(session, request.id), 'deletion-request.withdrawn', at, withdrawnInWords);
  }
}

export const isApproved = (
  request: StoredDeletionRequest | undefined,
  recordings: OpenedRecordings,
): boolean =>
  !needsApproval(recordings) || (request?.state === 'agreed' && isCovered(agreedTo(request), recordings));

const agreedTo = ({ recordings }: StoredDeletionRequest): number =>
  recordings === null ? 0 : (JSON.parse(recordings) as OpenedRecordings).onlyToOpen;

function close(
  session: SignedIn,
  id: string,
  now: Date,
  state: Exclude<DeletionState, 'waiting' | 'deleted'>,
  reason: string | null,
  say: (what: string) => string,
  seenByPerson?: number,
) {
  const { database } = session.store;
  return database.transaction(() => {
    const request = known(session, id);
    if (!isWaiting(request)) {
      throw new Refused('request_closed', { detail: deletionStateText[request.state].toLowerCase() });
    }
    const recordings = openedBy(database, request);
    if (seenByPerson !== undefined && !isCovered(seenByPerson, recordings)) {
      const count = counted(recordings.onlyToOpen, 'recording');
      throw new Refused('changed_meanwhile', { detail: `now ${count} would be lost` });
    }
    const at = now.toISOString();
    answerDeletionRequest(database, { id, state, by: session.username, at, reason, recordings });
    record(session, known(session, id), `deletion-request.${state}`, at, say);
    return answerOf(database, known(session, id));
  });
}

function record(
  session: SignedIn,
  request: StoredDeletionRequest,
  action: AuditAction,
  at: string,
  say: (what: string) => string,
): void {
  const { onlyToOpen } = recordingsOf(session.store.database, request);
  recordEntry(session.store.database, actor(session), {
    at,
    action,
    summary: say(`${named(request)}, which alone opens ${counted(onlyToOpen, 'recording')}`),
    certificates: [request.certificateId],
  });
}

function known({ store }: SignedIn, id: string): StoredDeletionRequest {
  const request = findDeletionRequest(store.database, id);
  if (!request) throw new Refused('not_found', { detail: 'There is no such deletion request.' });
  return request;
}

const recordingsOf = (database: Database, request: StoredDeletionRequest): OpenedRecordings =>
  request.recordings === null
    ? openedBy(database, request)
    : (JSON.parse(request.recordings) as OpenedRecordings);

const answerOf = (
  database: Database,
  request: StoredDeletionRequest,
): AnswerOf<'GET /api/deletion-requests/{id}'> => ({
  id: request.id,
  certificate: {
    id: request.certificateId,
    subjectName: request.subjectName,
    serialNumber: { hex: request.serialHex, decimal: request.serialDecimal },
  },
  note: request.note,
  recordings: recordingsOf(database, request),
  requestedBy: request.requestedBy,
  requestedAt: request.requestedAt,
  state: request.state,
  answered:
    request.answeredBy === null || request.answeredAt === null
      ? null
      : { by: request.answeredBy, at: request.answeredAt, reason: request.reason },
});
