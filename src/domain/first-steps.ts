import { NOTHING_UNTIL_THEN, SENT } from './said.ts';
import { isRecorded, type Place } from './certificate.ts';
import { isWaiting, type RequestState } from './request.ts';
import type { Platform } from './session.ts';

/** The first day: from nothing to a recording that a key opens. What is done is computed from what the tenant has. */
type FirstStepKey = 'generate' | 'save' | 'upload' | 'assign' | 'test';

export interface FirstStep {
  step: FirstStepKey;
  title: string;
  why: string;
  /** `waiting`: another person must act. */
  state: 'done' | 'waiting' | 'open';
}

export interface FirstFacts {
  platform: Platform;
  certificates: readonly { assignedTo: readonly Place[]; backupCheck: object | null }[];
  requests: readonly { state: RequestState }[];
  /** Whether a key in the keystore opens a recording. */
  opensRecording: boolean;
}

const state = (isDone: boolean) => (isDone ? ('done' as const) : ('open' as const));

export function firstSteps({ platform, certificates, requests, opensRecording }: FirstFacts): FirstStep[] {
  const isStored = certificates.length > 0;
  const isAssigned = certificates.some(({ assignedTo }) => assignedTo.some(isRecorded));
  const isSent = !isAssigned && requests.some(isWaiting);
  return [
    {
      step: 'generate',
      title: 'Generate a key pair',
      why: 'Key Tools make it in this browser. If you have a pair already, go on with the upload.',
      state: state(isStored),
    },
    {
      step: 'save',
      title: 'Save two copies of the private key',
      why: 'The keystore gives no key back. Prove a copy with Check Backup: that ticks this step.',
      state: state(certificates.some(({ backupCheck }) => backupCheck !== null)),
    },
    {
      step: 'upload',
      title: 'Upload the pair',
      why: 'The certificate encrypts, and with the private key the tenant plays back.',
      state: state(isStored),
    },
    platform === 'aws'
      ? {
          step: 'assign',
          title: 'Request its assignment',
          why: isSent
            ? SENT
            : `A Genesys Professional assigns it to your IVR profiles. ${NOTHING_UNTIL_THEN}`,
          state: isAssigned ? 'done' : isSent ? 'waiting' : 'open',
        }
      : {
          step: 'assign',
          title: 'Find it in the record IVR profile',
          why: 'On Azure the upload assigns it. Keys shows it with its key, such as certificate-1.',
          state: state(isAssigned),
        },
    {
      step: 'test',
      title: 'Make a test call',
      why: 'It shows that a recording is encrypted, and that your private key opens it.',
      state: state(opensRecording),
    },
  ];
}
