/** Every URL of the console, by name. Screens never spell a URL. */
const certificates = '/administration/certificates';
const screenRecordingCertificates = '/administration/screen-recording-certificates';
const keys = '/agent-setup/contact-center-settings/keys-management/keys';

/** The key tools, by the last part of their URL. */
export type KeyTool = 'generate' | 'inspect' | 'convert' | 'decrypt' | 'check-backup';

const replacing = (id: string | undefined) => (id === undefined ? '' : `?replaces=${encodeURIComponent(id)}`);

export const paths = {
  overview: () => '/',
  /** `back` is where to go after signing in, a path of this console; `username` is filled in. */
  signIn: ({ back, username }: { back?: string; username?: string | undefined } = {}) => {
    const query = new URLSearchParams();
    if (back && back !== '/') query.set('back', back);
    if (username) query.set('username', username);
    return query.size > 0 ? `/sign-in?${query}` : '/sign-in';
  },

  certificates: () => certificates,
  /** The list with the row of a certificate that was just stored. */
  certificatesAfterUpload: (id: string) => `${certificates}?uploaded=${encodeURIComponent(id)}`,
  /** `replaces`: the certificate that the upload renews. */
  uploadCertificate: (replaces?: string) => `${certificates}/upload${replacing(replaces)}`,
  certificateCalendar: () => `${certificates}/calendar`,
  /** The list with the one certificate that has this fingerprint. */
  certificateBySha256: (sha256: string) => `${certificates}?q=${encodeURIComponent(sha256)}`,
  deletedCertificates: () => `${certificates}/recently-deleted`,
  reApply: () => `${certificates}/re-apply`,
  certificate: (id: string) => `${certificates}/${encodeURIComponent(id)}`,
  /** The way from a certificate to its successor, step by step. */
  renew: (id: string) => `${certificates}/${encodeURIComponent(id)}/renew`,
  deleteCertificate: (id: string) => `${certificates}/${encodeURIComponent(id)}/delete`,

  screenRecordingCertificates: () => screenRecordingCertificates,
  /** With a certificate that is chosen when the window opens. */
  selectScreenRecordingCertificate: (certificateId?: string) =>
    `${screenRecordingCertificates}/select-certificate${
      certificateId === undefined ? '' : `?certificate=${encodeURIComponent(certificateId)}`
    }`,
  saveScreenRecordingCertificates: () => `${screenRecordingCertificates}/save`,
  requestAssignment: (certificateId: string) =>
    `${certificates}/${encodeURIComponent(certificateId)}/request-assignment`,
  /** The same for those that are selected in the list: `?certificates=` has their ids, with commas between. */
  requestAssignments: () => `${certificates}/request-assignment`,
  keys: () => keys,
  keysAfterUpload: (id: string) => `${keys}?uploaded=${encodeURIComponent(id)}`,
  keyCalendar: () => `${keys}/calendar`,
  uploadKey: (replaces?: string) => `${keys}/upload${replacing(replaces)}`,
  ivrProfiles: () => '/ivr-profiles',
  /** One certificate to many profiles; without one, it is chosen there. */
  assignToIvrProfiles: (certificateId?: string) =>
    certificateId === undefined
      ? '/ivr-profiles/assign'
      : `/ivr-profiles/assign?certificate=${encodeURIComponent(certificateId)}`,
  ivrProfile: (id: string) => `/ivr-profiles/${encodeURIComponent(id)}`,
  selectCertificate: (ivrProfileId: string) =>
    `/ivr-profiles/${encodeURIComponent(ivrProfileId)}/select-certificate`,
  /** The inbox: what is asked for, assignments and deletions. */
  assignmentRequests: () => '/assignment-requests',
  assignmentRequest: (id: string) => `/assignment-requests/${encodeURIComponent(id)}`,
  declineAssignmentRequest: (id: string) => `/assignment-requests/${encodeURIComponent(id)}/decline`,
  deletionRequest: (id: string) => `/deletion-requests/${encodeURIComponent(id)}`,
  declineDeletionRequest: (id: string) => `/deletion-requests/${encodeURIComponent(id)}/decline`,
  recordings: () => '/recordings',
  /** The recordings that are encrypted for a certificate, whether or not it is in the keystore any more. */
  recordingsOf: (certificateId: string) => `/recordings?certificate=${encodeURIComponent(certificateId)}`,
  recording: (id: string) => `/recordings/${encodeURIComponent(id)}`,
  testCall: () => '/recordings/test-call',
  keyTool: (tool: KeyTool) => `/key-tools/${tool}`,
  /** The one file with all of them. */
  keyToolsCopy: () => '/key-tools/copy',
  /** A new key pair like that of a certificate in the keystore. */
  generateRenewal: (certificateId: string) =>
    `/key-tools/generate?renew=${encodeURIComponent(certificateId)}`,
  /** A new key pair with this subject, by the short names of its fields. */
  generateLike: (subject: Record<string, string>) => `/key-tools/generate?${new URLSearchParams(subject)}`,
  auditLog: () => '/audit-log',
} as const;
