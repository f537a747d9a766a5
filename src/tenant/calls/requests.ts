import { randomUUID } from 'node:crypto';
import type { AnswerOf } from '../../contract/calls.ts';
import { auditActions } from '../../domain/audit.ts';
import { counted } from '../../domain/counted.ts';
import { holdsPrivateKey } from '../../domain/note.ts';
import { isCovered, needsApproval, type OpenedRecordings } from '../../domain/recording.ts';
import {
  isOwn,
  isWaiting,
  notToAgree,
  notToAsk,
  requestStateText,
  requestWords,
  type Asked,
  type RequestSort,
  type RequestState,
} from '../../domain/request.ts';
import { rolesThatMay } from '../../domain/session.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { addToProfile, notPresent } from './assign.ts';
import { certificateName, seen, serialNumberOf } from './certificate.ts';
import { record, type Asking, type SignedIn, type SomeHandlers } from '../http/handler.ts';
import { existing } from './ivr-profiles.ts';
import { answerList, exportOf } from '../http/list.ts';
import { found, Refused } from '../http/problem.ts';
import { assertProven } from '../sign-in/proof.ts';
import { accountsOfPerson, canOtherSignIn } from '../store/accounts.ts';
import { findBackupCheck } from '../store/backup-checks.ts';
import { certificateDer, identityOf } from '../store/certificates.ts';
import type { Database } from '../store/database.ts';
import { openedBy } from '../store/recordings.ts';
import {
  answerRequest,
  findRequest,
  insertRequest,
  listAllRequests,
  openRequest,
  requestList,
  requestsOf,
  setRequestState,
  type DeletionRequest,
  type ListedRequest,
  type StoredRequest,
} from '../store/requests.ts';
import type { OpenTenant } from '../tenants.ts';

type Request = AnswerOf<'GET /api/requests/{id}'>;

/**
 * Unlike the keystore, requests are the same in every session. One for an assignment has its own copy of the
 * certificate, taken from the keystore and never from the caller. So a Genesys Professional whose session began before
 * the upload can check and assign the certificate through the request, although their list of certificates does not
 * show it.
 */
export const requestCalls = {
  'GET /api/requests': listed,

  'GET /api/requests.csv': exportOf('requests', () => Object.values(requestWords), listed),

  'GET /api/requests/{id}': ({ session, id }) => requestAnswer(session.store, known(session, id)),

  'POST /api/requests': ({ session, body, now }) => {
    const { database } = session.store;
    refusePrivateKey('note', body.note);
    return database.transaction(() => {
      const certificate = seen(session, body.certificateId);
      const identity = identityOf(database, certificate.id);
      const der = certificateDer(database, certificate.id);
      if (!identity || !der || certificate.deletedAt !== null) throw notPresent();
      const asked: Asked =
        body.kind === 'assignment'
          ? { kind: body.kind, notBefore: certificate.notBefore, notAfter: certificate.notAfter }
          : { kind: body.kind, recordings: openedBy(database, identity) };
      refuse(notToAsk(asked, now), certificateName(certificate));
      const open = openRequest(database, body.kind, certificate.id);
      if (open && isOutgrown(open, asked)) setRequestState(database, open.id, 'withdrawn');
      else if (open) throw new Refused('already_requested', { detail: certificateName(certificate) });
      const id = randomUUID();
      const asker = { requestedBy: session.username, requestedAt: now.toISOString() };
      const request = { id, note: body.note, ...asker, certificate };
      if (body.kind === 'assignment') {
        const ivrProfileIds = [...new Set(body.ivrProfileIds)].map((each) => existing(database, each).id);
        insertRequest(database, { ...request, kind: body.kind, der, ivrProfileIds });
      } else {
        insertRequest(database, { ...request, kind: body.kind, issuerDer: identity.issuerDer });
      }
      recordState(session, id, now);
      return requestAnswer(session.store, known(session, id));
    });
  },

  'POST /api/requests/{id}/answer': ({ session, id, body, now }) => {
    if (!body.agree) refusePrivateKey('reason', body.reason);
    return close(session, id, now, (request) => {
      if (isOwn(answeringOf(session.store, request), session.username)) {
        const isOther = request.requestedBy !== session.username;
        throw new Refused('own_request', isOther ? { detail: request.requestedBy } : {});
      }
      if (!body.agree) return { state: 'declined', reason: body.reason };
      const asked = askedOf(session.store.database, request);
      const detail =
        asked.kind === 'deletion'
          ? `now ${counted(asked.recordings.onlyToOpen, 'recording')} would be lost`
          : certificateName(request);
      refuse(notToAgree(asked, now, body.onlyToOpen), detail);
      if (request.kind === 'deletion') {
        assertProven(session, now);
        return { state: 'agreed', reason: null };
      }
      for (const { id: profileId } of request.ivrProfiles) {
        addToProfile(session, existing(session.store.database, profileId), request.certificateId, now);
      }
      return { state: 'assigned', reason: null };
    });
  },

  'POST /api/requests/{id}/withdraw': ({ session, id, now }) =>
    close(session, id, now, () => ({ state: 'withdrawn', reason: null })),
} satisfies SomeHandlers;

function listed({ session: { store }, query }: Asking<'GET /api/requests'>) {
  const asked = requestsOf(query);
  const page = answerList<ListedRequest, RequestSort>(store.database, requestList, asked, query);
  return { ...page, items: page.items.map(listedAnswer) };
}

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
  const request = openRequest(database, 'deletion', certificateId);
  if (!isApproved(request, recordings)) {
    throw new Refused('deletion_needs_approval', { detail: counted(recordings.onlyToOpen, 'recording') });
  }
  if (request?.state === 'agreed') setRequestState(database, request.id, 'deleted');
  if (request?.state === 'waiting') {
    const reason =
      'The pair was deleted without it, because no recording depended on this pair alone any more.';
    const answer = { state: 'withdrawn', reason, by: session.username, at: now.toISOString() } as const;
    answerRequest(database, { id: request.id, ...answer, recordings });
    recordState(session, request.id, now);
  }
}

export const isApproved = (request: DeletionRequest | undefined, recordings: OpenedRecordings): boolean =>
  !needsApproval(recordings) || (request?.state === 'agreed' && isCovered(agreedTo(request), recordings));

const agreedTo = ({ recordings }: DeletionRequest): number => recordings?.onlyToOpen ?? 0;

/** Whether more depends on the pair than somebody has agreed to. */
const isOutgrown = (request: StoredRequest, asked: Asked): boolean =>
  request.kind === 'deletion' &&
  request.state === 'agreed' &&
  asked.kind === 'deletion' &&
  !isCovered(agreedTo(request), asked.recordings);

/** A request is answered only once: a second person is told the answer and changes nothing. */
function close(
  session: SignedIn,
  id: string,
  now: Date,
  act: (request: StoredRequest) => { state: Exclude<RequestState, 'waiting'>; reason: string | null },
) {
  const { database } = session.store;
  return database.transaction(() => {
    const request = known(session, id);
    if (!isWaiting(request)) {
      throw new Refused('request_closed', { detail: requestStateText(request).toLowerCase() });
    }
    const recordings = request.kind === 'deletion' ? openedBy(database, request) : null;
    const answer = { ...act(request), by: session.username, at: now.toISOString(), recordings };
    answerRequest(database, { id, ...answer });
    recordState(session, id, now);
    return requestAnswer(session.store, known(session, id));
  });
}

function refuse(code: ReturnType<typeof notToAsk>, detail: string): void {
  if (code) throw new Refused(code, { detail });
}

/** Writes into the audit log what has just happened to a request. */
function recordState(session: SignedIn, id: string, now: Date): void {
  const request = known(session, id);
  const action = auditActions.find((each) => each === `${request.kind}-request.${happened(request)}`);
  if (!action) throw new Error(`No audit entry for a request that is ${request.state}`);
  const summary = inWords(request, whatOf(session.store.database, request));
  record(session, now, action, summary, [request.certificateId]);
}

const happened = ({ state }: StoredRequest) => (state === 'waiting' ? 'made' : state);

function inWords({ state, requestedBy, reason }: StoredRequest, what: string): string {
  switch (state) {
    case 'waiting':
      return `Asked to ${what}`;
    case 'withdrawn':
      return `Withdrew the request to ${what}`;
    case 'declined':
      return `Declined the request of ${requestedBy} to ${what}: ${reason}`;
    default:
      return `Agreed to the request of ${requestedBy} to ${what}`;
  }
}

function whatOf(database: Database, request: StoredRequest): string {
  if (request.kind === 'assignment') {
    const profiles = request.ivrProfiles.map(({ name }) => name);
    return `have ${certificateName(request)} assigned to ${profiles.join(', ')}`;
  }
  const { onlyToOpen } = recordingsOf(database, request);
  return `delete ${certificateName(request)}, which alone opens ${counted(onlyToOpen, 'recording')}`;
}

const known = ({ store }: SignedIn, id: string): StoredRequest =>
  found(findRequest(store.database, id), 'There is no such request.');

/** Other people read a note or a reason, and the tenant keeps it, so it must not contain a private key. */
export function refusePrivateKey(what: string, text: string): void {
  if (holdsPrivateKey(text)) throw new Refused('private_key_in_text', { detail: what });
}

const recordingsOf = (database: Database, request: DeletionRequest): OpenedRecordings =>
  request.recordings ?? openedBy(database, request);

const askedOf = (database: Database, request: StoredRequest): Asked =>
  request.kind === 'assignment'
    ? request
    : { kind: request.kind, recordings: recordingsOf(database, request) };

/** All requests, the newest first. */
export const allRequests = (database: Database) => listAllRequests(database).map(listedAnswer);

function listedAnswer(request: ListedRequest): AnswerOf<'GET /api/requests'>['items'][number] {
  const { id, note, requestedBy, requestedAt, state, answeredBy: by, answeredAt: at, reason } = request;
  const answer = {
    id,
    certificate: {
      id: request.certificateId,
      subjectName: request.subjectName,
      nameShared: request.isNameShared,
      serialNumber: serialNumberOf(request),
      notAfter: request.notAfter,
    },
    note,
    requestedBy,
    requestedAt,
    state,
    answered: by === null || at === null ? null : { by, at, reason },
  };
  return request.kind === 'assignment'
    ? { ...answer, kind: request.kind, ivrProfiles: request.ivrProfiles }
    : { ...answer, kind: request.kind };
}

function answeringOf(store: OpenTenant, { requestedBy }: StoredRequest) {
  const askers = accountsOfPerson(store.database, requestedBy);
  return { askers, canBeAnswered: canOtherSignIn(store, rolesThatMay('answer requests'), askers) };
}

function requestAnswer(store: OpenTenant, request: StoredRequest): Request {
  const { database } = store;
  const answer = { ...listedAnswer(request), ...answeringOf(store, request) };
  if (request.kind === 'deletion') {
    const backupCheck = findBackupCheck(database, request.certificateId) ?? null;
    return { ...answer, kind: request.kind, recordings: recordingsOf(database, request), backupCheck };
  }
  const { notBefore, notAfter, keyBits, sha256, der } = request;
  const pem = encodePem('CERTIFICATE', der);
  return {
    ...answer,
    kind: request.kind,
    ivrProfiles: request.ivrProfiles,
    certificate: { ...answer.certificate, notBefore, notAfter, keyBits, sha256, pem },
  };
}
