import { mutationOptions } from '@tanstack/react-query';
import type { PlannedRequest, Plan, Wanted } from '../../domain/re-apply.ts';
import { call, CallProblem } from '../call.ts';
import { changed } from './changed.ts';

/** The outcome of one step of the plan. */
export type Outcome =
  | { kind: 'uploaded' | 'requested'; id: string }
  /**
   * Somebody else has done it, or an earlier run whose answer was lost. `id` is set where this session sees the
   * certificate.
   */
  | { kind: 'done already'; id: string | undefined; sentence: string }
  | { kind: 'failed'; sentence: string };

export const uploadStep = ({ sha256 }: Wanted): string => `upload ${sha256}`;
export const requestStep = ({ certificate }: PlannedRequest): string => `request ${certificate.sha256}`;

/** What the page provides for carrying out a plan, and how it is told the progress. */
export interface Hands {
  plan: Plan;
  /** The ids of the certificates in the keystore, by fingerprint. */
  ids: ReadonlyMap<string, string>;
  /** Both are PEM; they are sent and not kept. */
  pairOf: (certificate: Wanted) => Promise<{ certificate: string; privateKey: string }>;
  /** Makes it safe to repeat an upload whose answer was lost. */
  idempotencyKeyOf: (certificate: Wanted) => string;
  note: string;
  isStopped: () => boolean;
  onStep: (what: string) => void;
  onOutcome: (step: string, outcome: Outcome) => void;
}

/** These problems concern all remaining steps, so none of them is tried. */
const halting = new Set<string>([
  'not_signed_in',
  'unreachable',
  'forbidden',
  'storage_full',
  'tenant_damaged',
  'busy',
  'internal_error',
]);

/**
 * *Re-apply*: first the uploads, then the requests, one after the other. A refusal of one step is that step's outcome;
 * a problem that concerns all steps is thrown. `take` is called when the act runs, so that the cache does not keep what
 * it returns.
 */
export const reApplyMutation = (take: () => Hands) =>
  mutationOptions({
    mutationFn: () => carryOut(take()),
    onSettled: changed('certificates', 'recordings', 'requests'),
  });

export async function carryOut(hands: Hands): Promise<void> {
  const { plan, isStopped, onStep, onOutcome } = hands;
  const ids = new Map(hands.ids);
  const uploads = plan.pairs.filter(({ state }) => state === 'upload');
  for (const { certificate } of uploads) {
    if (isStopped()) return;
    onStep(`Uploading ${certificate.subjectName}`);
    const outcome = await upload(certificate, hands);
    if ('id' in outcome && outcome.id !== undefined) ids.set(certificate.sha256, outcome.id);
    onOutcome(uploadStep(certificate), outcome);
  }
  for (const request of plan.requests) {
    if (isStopped()) return;
    onStep(`Requesting assignment of ${request.certificate.subjectName}`);
    onOutcome(requestStep(request), await ask(request, ids.get(request.certificate.sha256), hands.note));
  }
}

async function upload(certificate: Wanted, { pairOf, idempotencyKeyOf }: Hands): Promise<Outcome> {
  try {
    const { id } = await call('POST /api/certificates', {
      body: await pairOf(certificate),
      idempotencyKey: idempotencyKeyOf(certificate),
    });
    return { kind: 'uploaded', id };
  } catch (error) {
    const problem = refused(error);
    if (problem.code !== 'duplicate_certificate') return { kind: 'failed', sentence: problem.message };
    const id = problem.problem?.certificateId;
    if (id === undefined) return { kind: 'done already', id, sentence: problem.message };
    const twin = await call('GET /api/certificates/{id}', { params: { id } });
    return twin.sha256 === certificate.sha256
      ? { kind: 'done already', id, sentence: 'It was uploaded meanwhile.' }
      : { kind: 'failed', sentence: problem.message };
  }
}

async function ask(
  { profiles }: PlannedRequest,
  certificateId: string | undefined,
  note: string,
): Promise<Outcome> {
  if (certificateId === undefined) {
    return { kind: 'failed', sentence: 'Not requested, because the pair is not in the keystore.' };
  }
  try {
    const ivrProfileIds = profiles.map((profile) => profile.id);
    const body = { kind: 'assignment', certificateId, ivrProfileIds, note } as const;
    const { id } = await call('POST /api/requests', { body });
    return { kind: 'requested', id };
  } catch (error) {
    const problem = refused(error);
    return problem.code === 'already_requested'
      ? { kind: 'done already', id: undefined, sentence: problem.message }
      : { kind: 'failed', sentence: problem.message };
  }
}

/** The problem, if it concerns only this step. Throws any other error. */
function refused(error: unknown): CallProblem {
  if (error instanceof CallProblem && !halting.has(error.code)) return error;
  throw error;
}
