import type { Place } from './certificate.ts';
import type { Platform } from './session.ts';

/**
 * The steps from a certificate to its successor, in the documented order. Only one fact is stored: which certificate an
 * upload renews. The state of each step is computed from the keystore, the assignments and the requests and, before the
 * upload, from what this browser remembers of the pair that it made.
 */
export type RenewalStep = 'generate' | 'save' | 'upload' | 'assign' | 'screen recording';

/**
 * `waiting`: requested, and now another person must act. `not needed`: the renewed certificate is not assigned there
 * either.
 */
export type StepState = 'done' | 'open' | 'waiting' | 'not needed';

export interface RenewalFacts {
  renewed: { assignedTo: readonly Place[] };
  successor: { assignedTo: readonly Place[] } | undefined;
  /** A private key of the new pair was saved in this browser. */
  pairSaved: boolean;
  /** A request to assign the successor is waiting for its answer. */
  requestWaits: boolean;
  tenant: { platform: Platform; screenRecording: boolean };
}

export interface RenewalPath {
  steps: { step: RenewalStep; state: StepState }[];
  /** The step to do next: the first open one, otherwise the first waiting one; undefined when nothing is left to do. */
  current: RenewalStep | undefined;
}

export function renewalPath(facts: RenewalFacts): RenewalPath {
  const { successor, pairSaved, tenant } = facts;
  const made: StepState = successor || pairSaved ? 'done' : 'open';
  const steps: RenewalPath['steps'] = [
    { step: 'generate', state: made },
    { step: 'save', state: made },
    { step: 'upload', state: successor ? 'done' : 'open' },
    // On Azure an upload is assigned to its IVR profile automatically.
    ...(tenant.platform === 'aws' ? [{ step: 'assign' as const, state: assignState(facts) }] : []),
    ...(tenant.screenRecording ? [{ step: 'screen recording' as const, state: screenState(facts) }] : []),
  ];
  const next = steps.find(({ state }) => state === 'open') ?? steps.find(({ state }) => state === 'waiting');
  return { steps, current: next?.step };
}

/** The IVR profiles that encrypt for the old certificate but not yet for the new one. */
export const profilesLeft = ({ renewed, successor }: Pick<RenewalFacts, 'renewed' | 'successor'>) =>
  profilesOf(renewed).filter(({ id }) => !profilesOf(successor).some((profile) => profile.id === id));

const profilesOf = (certificate: { assignedTo: readonly Place[] } | undefined) =>
  certificate?.assignedTo.filter((place) => place.kind === 'ivr-profile') ?? [];

function assignState(facts: RenewalFacts): StepState {
  if (profilesLeft(facts).length > 0) return facts.successor && facts.requestWaits ? 'waiting' : 'open';
  return profilesOf(facts.successor).length > 0 ? 'done' : 'not needed';
}

const isListed = (certificate: { assignedTo: readonly Place[] } | undefined): boolean =>
  certificate?.assignedTo.some(({ kind }) => kind === 'screen-recording') ?? false;

function screenState({ renewed, successor }: RenewalFacts): StepState {
  if (isListed(successor)) return 'done';
  return isListed(renewed) ? 'open' : 'not needed';
}

/** What each step asks for, as the Overview words it: "Renew Genesys Recording: step 3 of 5, upload the pair". */
export const stepText: Record<RenewalStep, string> = {
  generate: 'generate the key pair',
  save: 'save the private key',
  upload: 'upload the pair',
  assign: 'request its assignment',
  'screen recording': 'add it to Screen Recording Certificates',
};

/** "step 3 of 5, upload the pair"; undefined when nothing is left to do. */
export function whereText({ steps, current }: RenewalPath): string | undefined {
  const at = steps.findIndex(({ step }) => step === current);
  const found = steps[at];
  if (!found) return undefined;
  const what = found.state === 'waiting' ? 'waiting for your Genesys Professional' : stepText[found.step];
  return `step ${at + 1} of ${steps.length}, ${what}`;
}
