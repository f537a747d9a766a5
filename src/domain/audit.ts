/** What the audit log records. Every write of the tenant has one of these actions, stored in the same transaction. */
export const auditActions = [
  'session.started',
  'session.ended',
  'session.refused',
  'certificate.uploaded',
  'certificate.deleted',
  'certificate.restored',
  'certificate.destroyed',
  'backup.checked',
  'ivr-profile.assigned',
  'screen-recording.saved',
  'assignment-request.made',
  'assignment-request.assigned',
  'assignment-request.declined',
  'assignment-request.withdrawn',
  'recording.made',
  'recording.played',
  'recording.removed',
  'deletion-request.made',
  'deletion-request.agreed',
  'deletion-request.declined',
  'deletion-request.withdrawn',
  'calendar-feed.made',
  'calendar-feed.revoked',
  'demo-data.filled',
] as const;

export type AuditAction = (typeof auditActions)[number];
