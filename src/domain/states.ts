/**
 * The glossary of states: each word that the product says of a certificate, a place, a recording or a request stands
 * here once, for screens, exported files, mails and the audit log. The rules beside the facts decide which one is said.
 */
export const states = {
  valid: 'Valid',
  expiresSoon: 'Expires soon',
  expired: 'Expired',
  notYetValid: 'Not yet valid',

  notAssigned: 'Not assigned',
  waiting: 'Waiting',
  keptForPlayback: 'Kept for playback',
  waitingForAssignment: 'Waiting for assignment',
  waitingForAnswer: 'Waiting for an answer',
  assigned: 'Assigned',
  agreed: 'Agreed',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  deleted: 'Deleted',

  encrypted: 'Encrypted',
  notEncrypted: 'Not encrypted',
  doesNotRecord: 'Does not record',
  keyMissing: 'Key missing',

  neverProven: 'Never proven',
  checkAgain: 'Check again',
  proven: 'Proven',
} as const;
