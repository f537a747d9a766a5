/**
 * Where recordings depend on a pair, its deletion needs two people: an administrator requests it, a Genesys
 * Professional agrees or declines, and then the administrator deletes the pair.
 */
export const deletionStates = ['waiting', 'agreed', 'declined', 'withdrawn', 'deleted'] as const;

export type DeletionState = (typeof deletionStates)[number];

export const deletionStateText: Record<DeletionState, string> = {
  waiting: 'Waiting for an answer',
  agreed: 'Agreed',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  deleted: 'Deleted',
};

/** A request is answered only once. */
export const isWaiting = ({ state }: { state: DeletionState }): boolean => state === 'waiting';
