/**
 * Where recordings depend on a pair, its deletion needs two persons: an administrator asks for it, a Genesys
 * Professional agrees or declines, and the administrator then deletes it.
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

/** It is answered once. */
export const isWaiting = ({ state }: { state: DeletionState }): boolean => state === 'waiting';
