import { certificateStatus, isRecorded, type Place, type Validity } from './certificate.ts';
import type { Assignment, Interval } from './coverage.ts';
import type { Platform } from './session.ts';

/**
 * The steps from a certificate to its successor, in the documented order, and a test call that proves them. Only one
 * fact is stored: which certificate an upload renews. The state of each step is computed from the keystore, the
 * assignments and the requests and, before the upload, from what this browser remembers of the pair that it made.
 */
export type RenewalStep = 'generate' | 'save' | 'upload' | 'assign' | 'screen recording' | 'test call';

/**
 * `assumed`: nobody can see it from here. `waiting`: requested, and now another person must act. `not valid yet`: the
 * successor is in its places, and recordings are encrypted for it only from a later day. `not needed`: the renewed
 * certificate is not assigned there either.
 */
export type StepState = 'done' | 'assumed' | 'open' | 'waiting' | 'not valid yet' | 'not needed';

export interface RenewalFacts {
  renewed: Pick<Validity, 'notAfter'> & { assignedTo: readonly Place[] };
  /** `proven`: a copy of its private key was opened in Check Backup. */
  successor: (Pick<Validity, 'notBefore'> & { assignedTo: readonly Place[]; proven: boolean }) | undefined;
  /** Where the renewed certificate was assigned once, and where nothing is encrypted now. */
  leftOpen: readonly Place[];
  /** A private key of the new pair was saved in this browser. */
  pairSaved: boolean;
  /** A request to assign the successor is waiting for its answer. */
  requestWaits: boolean;
  /** There is a recording that the successor's key opens. */
  opens: boolean;
  tenant: { platform: Platform; screenRecording: boolean };
}

export interface RenewalPath {
  steps: { step: RenewalStep; state: StepState }[];
  /** The step to do next: the first open one, otherwise the first waiting one; undefined when nothing is left to do. */
  current: RenewalStep | undefined;
  /** For every kind of recording that the old certificate covered, there is the successor. */
  replaced: boolean;
}

export function renewalPath(facts: RenewalFacts, now: Date): RenewalPath {
  const { successor, pairSaved, opens, tenant } = facts;
  const places: RenewalPath['steps'] = [
    // On Azure an upload is assigned to its IVR profile automatically.
    ...(tenant.platform === 'aws'
      ? [{ step: 'assign' as const, state: placeState('ivr-profile', facts, now) }]
      : []),
    ...(tenant.screenRecording
      ? [{ step: 'screen recording' as const, state: placeState('screen-recording', facts, now) }]
      : []),
  ];
  const before: RenewalPath['steps'] = [
    { step: 'generate', state: successor || pairSaved ? 'done' : 'open' },
    { step: 'save', state: saveState(facts) },
    { step: 'upload', state: successor ? 'done' : 'open' },
    ...places,
  ];
  const assigned = successor !== undefined && successor.assignedTo.length > 0;
  const replaced = assigned && places.every(({ state }) => state === 'done' || state === 'not needed');
  const test: StepState = opens
    ? 'done'
    : successor && !assigned && leftOf(facts).length === 0
      ? 'not needed'
      : successor && Date.parse(successor.notBefore) > now.getTime()
        ? 'not valid yet'
        : 'open';
  const steps = [...before, { step: 'test call' as const, state: test }];
  const next =
    before.find(({ state }) => state === 'open') ??
    before.find(({ state }) => state === 'waiting' || state === 'not valid yet') ??
    steps.find(({ state }) => state === 'open' || state === 'not valid yet');
  return { steps, current: next?.step, replaced };
}

function saveState({ successor, pairSaved }: RenewalFacts): StepState {
  if (!successor) return pairSaved ? 'done' : 'open';
  return successor.proven ? 'done' : 'assumed';
}

const isSame = (a: Place, b: Place): boolean =>
  a.kind === 'ivr-profile' ? b.kind === 'ivr-profile' && a.id === b.id : b.kind === a.kind;

/** The places of the old certificate that the new one is not in. */
function leftOf({
  renewed,
  successor,
  leftOpen,
}: Pick<RenewalFacts, 'renewed' | 'successor' | 'leftOpen'>): Place[] {
  const old = renewed.assignedTo.filter(isRecorded);
  old.push(...leftOpen.filter((place) => !old.some((each) => isSame(each, place))));
  return old.filter((place) => !successor?.assignedTo.some((each) => isSame(each, place)));
}

/** The IVR profiles among them. */
export const profilesLeft = (facts: Pick<RenewalFacts, 'renewed' | 'successor' | 'leftOpen'>) =>
  leftOf(facts).filter((place) => place.kind === 'ivr-profile');

/** The places in whose list the certificate was, and where nothing is encrypted now. */
export const leftOpenBy = (
  id: string,
  places: readonly {
    place: Place;
    intervals: readonly Interval[];
    assignments: readonly Assignment[];
  }[],
  now: Date,
): Place[] =>
  places
    .filter(({ assignments }) => assignments.some(({ certificateId }) => certificateId === id))
    .filter(({ intervals }) => {
      const time = now.getTime();
      const current = intervals.find(
        ({ from, to }) => Date.parse(from) <= time && (to === null || time < Date.parse(to)),
      );
      return current?.state === 'in the clear';
    })
    .map(({ place }) => place);

function placeState(kind: Place['kind'], facts: RenewalFacts, now: Date): StepState {
  const { renewed, successor, leftOpen, requestWaits } = facts;
  if (leftOf(facts).some((place) => place.kind === kind)) {
    return kind === 'ivr-profile' && successor && requestWaits ? 'waiting' : 'open';
  }
  if (!successor?.assignedTo.some((place) => place.kind === kind)) return 'not needed';
  if (Date.parse(successor.notBefore) <= now.getTime()) return 'done';
  const isOpen = leftOpen.some((place) => place.kind === kind);
  return isOpen || isGap(renewed, successor) ? 'not valid yet' : 'done';
}

/** The first and the last second of a validity both belong to it. */
const SECOND_MS = 1000;

/** Whether the old certificate expires before the new one is valid. */
export const isGap = (
  { notAfter }: Pick<Validity, 'notAfter'>,
  { notBefore }: Pick<Validity, 'notBefore'>,
): boolean => Date.parse(notBefore) > Date.parse(notAfter) + SECOND_MS;

/** What each step asks for, as the Overview words it: "Renew Genesys Recording: step 3 of 5, upload the pair". */
const stepText: Record<RenewalStep, string> = {
  generate: 'generate the key pair',
  save: 'save the private key',
  upload: 'upload the pair',
  assign: 'request its assignment',
  'screen recording': 'add it to Screen Recording Certificates',
  'test call': 'make a test call',
};

/** "step 3 of 5, upload the pair"; undefined when nothing is left to do. */
export function whereText({ steps, current }: RenewalPath): string | undefined {
  const at = steps.findIndex(({ step }) => step === current);
  const found = steps[at];
  if (!found) return undefined;
  const what =
    found.state === 'waiting'
      ? 'waiting for your Genesys Professional'
      : found.state === 'not valid yet'
        ? 'waiting until it is valid'
        : stepText[found.step];
  return `step ${at + 1} of ${steps.length}, ${what}`;
}

/** How screen recordings stand while the successor is not in their list. */
export function screenStepText(
  { name, assignedTo, ...validity }: Validity & { name: string; assignedTo: readonly Place[] },
  now: Date,
): string {
  if (!assignedTo.some(({ kind }) => kind === 'screen-recording')) {
    return `${name} was in the list, and now nothing is encrypted there.`;
  }
  switch (certificateStatus(validity, now).kind) {
    case 'expired':
      return `${name} has expired, so no new screen recording is encrypted for it.`;
    case 'not yet valid':
      return `${name} is in the list.`;
    default:
      return `Screen recordings are encrypted for ${name}.`;
  }
}
