import type { Problem } from '../../contract/problem.ts';
import {
  problemField,
  problemSentence,
  problemStatus,
  problemTitle,
  type About,
  type ProblemCode,
} from '../../domain/problem.ts';
import type { ProblemField } from '../../domain/problems/entry.ts';
import type { Place } from '../../domain/certificate.ts';

interface Details {
  field?: ProblemField;
  places?: Place[];
  certificateId?: string;
  /** In seconds; sent as the Retry-After header. */
  retryAfter?: number;
}

/** Thrown by a handler to refuse a call. Inside a transaction it also undoes what was written. */
export class Refused extends Error {
  readonly code: ProblemCode;
  readonly about: About;
  readonly details: Details;

  constructor(code: ProblemCode, about: About = {}, details: Details = {}) {
    super(code);
    this.name = 'Refused';
    this.code = code;
    this.about = about;
    this.details = details;
  }
}

/** What was looked for; where there is none, the call is refused with this sentence. */
export function found<T>(value: T | undefined, detail: string): T {
  if (value === undefined) throw new Refused('not_found', { detail });
  return value;
}

/** A problem as in RFC 9457. Programs use the stable `code`; `detail` is for a person. */
export function problemResponse({ code, about, details }: Refused): Response {
  const { retryAfter, ...members } = details;
  const field = problemField(code) ?? members.field;
  const problem: Problem = {
    type: `urn:problem-type:recording-certificate-console:${code}`,
    title: problemTitle(code),
    status: problemStatus(code),
    detail: problemSentence(code, about),
    code,
    ...members,
    ...(field ? { field } : {}),
  };
  const headers = new Headers({ 'Content-Type': 'application/problem+json' });
  if (retryAfter !== undefined) headers.set('Retry-After', String(retryAfter));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

export const noSuchCall = (): Response =>
  problemResponse(new Refused('not_found', { detail: 'There is no such call.' }));
