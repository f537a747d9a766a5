/**
 * The glossary of states: each word that the product says of a certificate, a place, a recording, a request or a step stands
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
  inUse: 'In use',
  validNotAssigned: 'Valid, not assigned',

  encrypted: 'Encrypted',
  notEncrypted: 'Not encrypted',
  aboutToRunOut: 'About to run out',
  doesNotRecord: 'Does not record',
  keyMissing: 'Key missing',
  noSessionKey: 'No session key',
  mediaMissing: 'Media file missing',
  notReadHere: 'Not read here',
  damaged: 'Damaged',
  notKnown: 'Not known',

  neverProven: 'Never proven',
  checkAgain: 'Check again',
  proven: 'Proven',

  done: 'Done',
  assumed: 'Assumed',
  notNeeded: 'Not needed',
  open: 'Open',
} as const;
