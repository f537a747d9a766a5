import { randomUUID } from 'node:crypto';
import type { AnswerOf } from '../contract/calls.ts';
import {
  holdsPrivateKey,
  isOpen,
  requestStateText,
  type RequestState,
} from '../domain/assignment-request.ts';
import type { AuditAction } from '../domain/audit.ts';
import { isAssignable } from '../domain/certificate.ts';
import { encodePem } from '../pki/pem.ts';
import { addToProfile, notPresent } from './assign.ts';
import { named, seen } from './certificate.ts';
import { afterMoment, nextCursor } from './cursor.ts';
import { actor, type Handlers, type SignedIn } from './handler.ts';
import { existing } from './ivr-profiles.ts';
import { Refused } from './problem.ts';
import {
  answerRequest,
  findRequest,
  hasWaitingRequest,
  insertRequest,
  listRequests,
  type StoredRequest,
} from './store/assignment-requests.ts';
import { recordEntry } from './store/audit-log.ts';
import { certificateDer } from './store/certificates.ts';

type RequestCall =
  | 'GET /api/assignment-requests'
  | 'GET /api/assignment-requests/{id}'
  | 'POST /api/assignment-requests'
  | 'POST /api/assignment-requests/{id}/assign'
  | 'POST /api/assignment-requests/{id}/decline'
  | 'POST /api/assignment-requests/{id}/withdraw';

type ProfileRef = AnswerOf<'GET /api/assignment-requests/{id}'>['ivrProfiles'][number];

/**
 * Unlike the keystore, requests are the same in every session. Each has its own copy of the certificate, taken from the
 * keystore and never from the caller. So a Genesys Professional whose session began before the upload can check and
 * assign the certificate through the request, although their list of certificates does not show it.
 */
export const assignmentRequestCalls: Handlers<RequestCall> = {
  'GET /api/assignment-requests': ({ session, query: { limit, cursor } }) => {
    const page = listRequests(session.store.database, { limit, after: afterMoment(cursor) });
    return {
      items: page.items.map(answerOf),
      ...nextCursor(page, ({ requestedAt, id }) => [requestedAt, id]),
    };
  },

  'GET /api/assignment-requests/{id}': ({ session, id }) => answerOf(known(session, id)),

  'POST /api/assignment-requests': ({ session, body, now }) => {
    const { database } = session.store;
    refusePrivateKey('note', body.note);
    return database.transaction(() => {
      const certificate = seen(session, body.certificateId);
      const der = certificateDer(database, certificate.id);
      if (!der || certificate.deletedAt !== null) throw notPresent();
      if (!isAssignable(certificate, now)) {
        throw new Refused('certificate_expired', { detail: named(certificate) });
      }
      if (hasWaitingRequest(database, certificate.id)) {
        throw new Refused('already_requested', { detail: named(certificate) });
      }
      const profiles = [...new Set(body.ivrProfileIds)].map((id) => existing(database, id));
      const id = randomUUID();
      const at = now.toISOString();
      insertRequest(
        database,
        { id, note: body.note, requestedBy: session.username, requestedAt: at },
        { ...certificate, der: new Uint8Array(der) },
        profiles.map((profile) => profile.id),
      );
      record(session, known(session, id), 'assignment-request.made', at, (what) => `Asked to have ${what}`);
      return answerOf(known(session, id));
    });
  },

  'POST /api/assignment-requests/{id}/assign': ({ session, id, now }) =>
    close(session, id, now, 'assigned', (request) => {
      for (const { id: profileId } of profilesOf(request)) {
        addToProfile(session, existing(session.store.database, profileId), request.certificateId, now);
      }
      return { reason: null, say: (what) => `Did as requested by ${request.requestedBy}: ${what}` };
    }),

  'POST /api/assignment-requests/{id}/decline': ({ session, id, body, now }) => {
    refusePrivateKey('reason', body.reason);
    return close(session, id, now, 'declined', (request) => ({
      reason: body.reason,
      say: (what) => `Declined the request of ${request.requestedBy} to have ${what}: ${body.reason}`,
    }));
  },

  'POST /api/assignment-requests/{id}/withdraw': ({ session, id, now }) =>
    close(session, id, now, 'withdrawn', () => ({
      reason: null,
      say: (what) => `Withdrew the request to have ${what}`,
    })),
};

/** A request is answered only once: a second person is told the answer and changes nothing. */
function close(
  session: SignedIn,
  id: string,
  now: Date,
  state: Exclude<RequestState, 'waiting'>,
  act: (request: StoredRequest) => { reason: string | null; say: (what: string) => string },
) {
  const { database } = session.store;
  return database.transaction(() => {
    const request = known(session, id);
    if (!isOpen(request)) {
      throw new Refused('request_closed', { detail: requestStateText[request.state].toLowerCase() });
    }
    const at = now.toISOString();
    const { reason, say } = act(request);
    answerRequest(database, { id, state, by: session.username, at, reason });
    record(session, request, `assignment-request.${state}`, at, say);
    return answerOf(known(session, id));
  });
}

function record(
  session: SignedIn,
  request: StoredRequest,
  action: AuditAction,
  at: string,
  say: (what: string) => string,
): void {
  const profiles = profilesOf(request).map(({ name }) => name);
  recordEntry(session.store.database, actor(session), {
    at,
    action,
    summary: say(`${named(request)} assigned to ${profiles.join(', ')}`),
    certificates: [request.certificateId],
  });
}

function known({ store }: SignedIn, id: string): StoredRequest {
  const request = findRequest(store.database, id);
  if (!request) throw new Refused('not_found', { detail: 'There is no such assignment request.' });
  return request;
}

/** Other people read a note or a reason, and the tenant keeps it, so it must not contain a private key. */
export function refusePrivateKey(what: string, text: string): void {
  if (holdsPrivateKey(text)) throw new Refused('private_key_in_text', { detail: what });
}

const profilesOf = ({ ivrProfiles }: StoredRequest) => JSON.parse(ivrProfiles) as ProfileRef[];

const answerOf = (request: StoredRequest): AnswerOf<'GET /api/assignment-requests/{id}'> => ({
  id: request.id,
  certificate: {
    id: request.certificateId,
    subjectName: request.subjectName,
    serialNumber: { hex: request.serialHex, decimal: request.serialDecimal },
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    keyBits: request.keyBits,
    sha256: request.sha256,
    pem: encodePem('CERTIFICATE', request.der),
  },
  ivrProfiles: profilesOf(request),
  note: request.note,
  requestedBy: request.requestedBy,
  requestedAt: request.requestedAt,
  state: request.state,
  answered:
    request.answeredBy === null || request.answeredAt === null
      ? null
      : { by: request.answeredBy, at: request.answeredAt, reason: request.reason },
});
