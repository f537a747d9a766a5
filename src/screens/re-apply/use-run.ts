import { useRef, useState } from 'react';
import { useAct } from '../../client/act.ts';
import { reApplyMutation, requestStep, uploadStep, type Outcome } from '../../client/queries/re-apply.ts';
import { stepsOf, type Plan, type PlannedRequest, type Wanted } from '../../domain/re-apply.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import type { ToolWorker } from '../../key-tools/worker/use-tool-worker.ts';

interface Begun {
  /** The plan as it was at the start, so that nothing on the page moves while it runs. */
  plan: Plan;
  step: string;
  done: number;
  of: number;
}

interface Start {
  plan: Plan;
  ids: ReadonlyMap<string, string>;
  derOf: (certificate: Wanted) => Uint8Array<ArrayBuffer> | undefined;
  note: string;
}

/** Carries out a plan step by step. It can be stopped, and started again with the steps that are left. */
export function useRun({ call }: ToolWorker) {
  const [running, setRunning] = useState<Begun>();
  const [stopping, setStopping] = useState(false);
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  /** Requests that were sent; the next plan no longer contains them. */
  const [requested, setRequested] = useState<readonly PlannedRequest[]>([]);
  const start = useRef<Start>(undefined);
  const stop = useRef(false);
  const idempotencyKeys = useRef(new Map<string, string>());
  /**
   * The outcome of each step that is done. A run that starts again, for example after signing in, skips these steps.
   */
  const done = useRef(new Map<string, Outcome>());

  const act = useAct(
    // oxlint-disable-next-line react/refs -- read when the mutation runs, not while rendering
    reApplyMutation(() => {
      if (!start.current) throw new Error('There is nothing to re-apply.');
      const { derOf, note, plan, ids } = start.current;
      const isLeft = (step: string) => !done.current.has(step);
      return {
        note,
        plan: {
          ...plan,
          pairs: plan.pairs.filter(({ certificate }) => isLeft(uploadStep(certificate))),
          requests: plan.requests.filter((request) => isLeft(requestStep(request))),
        },
        ids: new Map([...ids, ...idsOf(plan, done.current)]),
        pairOf: async (certificate) => {
          const der = derOf(certificate);
          if (!der) throw new Error('The certificate is not here.');
          return {
            certificate: encodePem('CERTIFICATE', der),
            privateKey: await call('privateKeyOfBackup', { keyId: certificate.keyId }),
          };
        },
        idempotencyKeyOf: ({ sha256 }) => {
          const key = idempotencyKeys.current.get(sha256) ?? crypto.randomUUID();
          idempotencyKeys.current.set(sha256, key);
          return key;
        },
        isStopped: () => stop.current,
        onStep: (step) => setRunning((before) => before && { ...before, step }),
        onOutcome: (step, outcome) => {
          setOutcomes((before) => new Map(before).set(step, outcome));
          if (outcome.kind !== 'failed') {
            done.current.set(step, outcome);
            const made = plan.requests.find((request) => requestStep(request) === step);
            if (made) setRequested((before) => [...before, made]);
          }
          setRunning((before) => before && { ...before, done: before.done + 1 });
        },
      };
    }),
    { repeatable: true },
  );

  return {
    running,
    stopping,
    outcomes,
    requested,
    error: act.error,
    run: (given: Start) => {
      start.current = given;
      stop.current = false;
      done.current.clear();
      setStopping(false);
      setRunning({ plan: given.plan, step: 'Beginning', done: 0, of: stepsOf(given.plan) });
      act.mutate(undefined, {
        onSettled: () => {
          start.current = undefined;
          setRunning(undefined);
        },
      });
    },
    /** Stops after the current step. */
    stop: () => {
      stop.current = true;
      setStopping(true);
    },
    reset: () => {
      act.reset();
      setOutcomes(new Map());
      setRequested([]);
    },
  };
}

const idsOf = ({ pairs }: Plan, outcomes: ReadonlyMap<string, Outcome>): [string, string][] =>
  pairs.flatMap(({ certificate }) => {
    const outcome = outcomes.get(uploadStep(certificate));
    return outcome && 'id' in outcome && outcome.id !== undefined ? [[certificate.sha256, outcome.id]] : [];
  });

export type Run = ReturnType<typeof useRun>;
