/**
 * An administrator asks a Genesys Professional to assign a certificate to IVR profiles. The request carries a copy
 * of the certificate; it cannot carry the private key.
 */
export const requestStates = ['waiting', 'assigned', 'declined', 'withdrawn'] as const;

export type RequestState = (typeof requestStates)[number];

export const requestStateText: Record<RequestState, string> = {
  waiting: 'Waiting for assignment',
  assigned: 'Assigned',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};

/** A request is answered only once. */
export const isOpen = ({ state }: { state: RequestState }): boolean => state === 'waiting';

export const MAX_NOTE_LENGTH = 2000;

/**
 * For how many certificates assignment can be requested in one go. The professional must answer each request
 * separately.
 */
export const MAX_REQUESTS_AT_ONCE = 50;

/**
 * People paste what they have at hand. Other people read a note or a reason, and the tenant keeps it, so a text with a
 * private key in PEM is refused. The BEGIN line is enough to recognise one.
 */
export const holdsPrivateKey = (text: string): boolean => /-----\s*BEGIN[^-]*PRIVATE KEY/i.test(text);
