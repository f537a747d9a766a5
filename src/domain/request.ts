import { isAssignable, type Validity } from './certificate.ts';
import { isoDay, minuteWords, wordsColumn } from './columns.ts';
import type { ProblemCode } from './problem.ts';
import { isCovered, needsApproval, type OpenedRecordings } from './recording.ts';
import { SENT } from './said.ts';
import { nameApart, type Named } from './same-name.ts';
import { may, roleText, type Session } from './session.ts';
import { states } from './states.ts';

/**
 * An administrator asks, and a Genesys Professional answers: to assign a certificate to IVR profiles, or to agree to
 * the deletion of a pair that recordings depend on. After that, the administrator deletes it.
 */
export const requestKinds = ['assignment', 'deletion'] as const;

export type RequestKind = (typeof requestKinds)[number];

/** In the order in which a request goes through them; an assignment is agreed to by doing it. */
export const requestStates = ['waiting', 'assigned', 'agreed', 'declined', 'withdrawn', 'deleted'] as const;

export type RequestState = (typeof requestStates)[number];

interface Request {
  kind: RequestKind;
  state: RequestState;
}

export const stateText: Record<RequestState, string> = {
  waiting: states.waiting,
  assigned: states.assigned,
  agreed: states.agreed,
  declined: states.declined,
  withdrawn: states.withdrawn,
  deleted: states.deleted,
};

export const requestStateText = ({ kind, state }: Request): string => {
  if (state !== 'waiting') return stateText[state];
  return kind === 'assignment' ? states.waitingForAssignment : states.waitingForAnswer;
};

export const isAssignment = <Of extends { kind: RequestKind }>(
  request: Of,
): request is Extract<Of, { kind: 'assignment' }> => request.kind === 'assignment';

export const isDeletion = <Of extends { kind: RequestKind }>(
  request: Of,
): request is Extract<Of, { kind: 'deletion' }> => request.kind === 'deletion';

type Subject = { kind: 'assignment'; ivrProfiles: readonly { name: string }[] } | { kind: 'deletion' };

export const asksFor = (request: Subject): string =>
  request.kind === 'assignment'
    ? `Assignment to ${request.ivrProfiles.map(({ name }) => name).join(', ')}`
    : 'Deletion';

/** The columns by which the list is sorted. */
export const requestSorts = ['requestedAt', 'subjectName', 'asksFor', 'requestedBy', 'state'] as const;

export type RequestSort = (typeof requestSorts)[number];

type Row = Subject & Request & { certificate: Named; requestedAt: string; requestedBy: string };

/** What the columns of the list say, for the screen and for the exported file. */
export const requestWords = {
  subjectName: wordsColumn<Row>('subjectName', 'Certificate', 250, ({ certificate }) =>
    nameApart(certificate, isoDay),
  ),
  asksFor: wordsColumn<Row>('asksFor', 'Asks for', 320, asksFor),
  requestedAt: minuteWords<Row>('requestedAt', 'Requested', ({ requestedAt }) => requestedAt),
  requestedBy: wordsColumn<Row>('requestedBy', 'Requested by', 150, ({ requestedBy }) => requestedBy),
  state: wordsColumn<Row>('state', 'State', 200, requestStateText),
};

/** A request is answered only once. */
export const isWaiting = ({ state }: Pick<Request, 'state'>): boolean => state === 'waiting';

/** It needs two people: whoever asked cannot answer, neither after a change of their role nor under a second account. */
export const isOwn = ({ askers }: { askers: readonly string[] }, username: string): boolean =>
  askers.includes(username);

interface Reading {
  state: RequestState;
  askers: readonly string[];
  /** Whether there is an account that may answer. */
  canBeAnswered: boolean;
}

export const mayAnswer = (request: Reading, session: Session): boolean =>
  may(session, 'answer requests') && isWaiting(request) && !isOwn(request, session.username);

/** What the reader of a waiting request has to do; undefined where they answer it, and where it has been answered. */
export function whatToDo(request: Reading, session: Session): string | undefined {
  if (!isWaiting(request) || mayAnswer(request, session)) return undefined;
  if (!request.canBeAnswered) {
    const remedy = session.singleSignOn
      ? 'Your identity provider gives somebody that role, who then signs in once.'
      : 'An administrator adds one under Accounts.';
    return `Nobody can answer this yet: it takes another person than ${request.askers.join(' or ')}, and no other account with the role ${roleText.professional} can sign in. ${remedy}`;
  }
  return may(session, 'answer requests')
    ? 'You asked for this yourself, so another Genesys Professional answers. Until then there is nothing to do.'
    : SENT;
}

/** For how many certificates assignment can be requested in one go. Each request must be answered separately. */
export const MAX_REQUESTS_AT_ONCE = 50;

/** The facts by which a request is judged. */
export type Asked =
  | ({ kind: 'assignment' } & Validity)
  | { kind: 'deletion'; recordings: Pick<OpenedRecordings, 'onlyToOpen'> };

/** Why there is nothing to ask for. */
export function notToAsk(asked: Asked, now: Date): ProblemCode | undefined {
  if (asked.kind === 'assignment') return isAssignable(asked, now) ? undefined : 'certificate_expired';
  return needsApproval(asked.recordings) ? undefined : 'no_approval_needed';
}

/** Why nobody can agree. `saw`: so many recordings depended on the pair when the person agreed. */
export function notToAgree(asked: Asked, now: Date, saw: number): ProblemCode | undefined {
  if (asked.kind === 'assignment') return notToAsk(asked, now);
  return isCovered(saw, asked.recordings) ? undefined : 'changed_meanwhile';
}
