/** Every URL of the console, by name. Screens never spell a URL. */
const certificates = '/administration/certificates';
const screenRecordingCertificates = '/administration/screen-recording-certificates';
const accounts = '/administration/accounts';
const keys = '/agent-setup/contact-center-settings/keys-management/keys';

/** The key tools, named by the last part of their URL. */
export type KeyTool = 'generate' | 'inspect' | 'convert' | 'decrypt' | 'check-backup';

const replacing = (id: string | undefined) => (id === undefined ? '' : `?replaces=${encodeURIComponent(id)}`);

export const paths = {
  overview: () => '/',
  /** `back` is the path of this console to open after signing in; `username` is filled into the form. */
  signIn: ({ back, username }: { back?: string; username?: string | undefined } = {}) => {
    const query = new URLSearchParams();
    if (back && back !== '/') query.set('back', back);
    if (username) query.set('username', username);
    return query.size > 0 ? `/sign-in?${query}` : '/sign-in';
  },

  /** A page of the tenant, which leads to the identity provider. */
  /** `prove`: the identity provider asks again who it is. */
  singleSignOn: (back: string, { prove = false } = {}) =>
    `/api/sign-in/start?back=${encodeURIComponent(back)}${prove ? '&prove' : ''}`,

  certificates: () => certificates,
  /** The list, with the row of the certificate that was just stored marked. */
  certificatesAfterUpload: (id: string) => `${certificates}?uploaded=${encodeURIComponent(id)}`,
  /** `replaces`: the id of the certificate that the upload renews. */
  uploadCertificate: (replaces?: string) => `${certificates}/upload${replacing(replaces)}`,
  certificateCalendar: () => `${certificates}/calendar`,
  /** The list, filtered to the certificate with this fingerprint. */
  certificateBySha256: (sha256: string) => `${certificates}?q=${encodeURIComponent(sha256)}`,
  deletedCertificates: () => `${certificates}/recently-deleted`,
  reApply: () => `${certificates}/re-apply`,
  certificate: (id: string) => `${certificates}/${encodeURIComponent(id)}`,
  /** The steps from a certificate to its successor. */
  renew: (id: string) => `${certificates}/${encodeURIComponent(id)}/renew`,
  deleteCertificate: (id: string) => `${certificates}/${encodeURIComponent(id)}/delete`,

  screenRecordingCertificates: () => screenRecordingCertificates,
  /** `certificateId` is checked when the window opens. */
  selectScreenRecordingCertificate: (certificateId?: string) =>
    `${screenRecordingCertificates}/select-certificate${
      certificateId === undefined ? '' : `?certificate=${encodeURIComponent(certificateId)}`
    }`,
  saveScreenRecordingCertificates: () => `${screenRecordingCertificates}/save`,
  requestAssignment: (certificateId: string) =>
    `${certificates}/${encodeURIComponent(certificateId)}/request-assignment`,
  /**
   * For the certificates that are selected in the list: the screen adds `?certificates=` with their ids, separated by
   * commas.
   */
  requestAssignments: () => `${certificates}/request-assignment`,
  keys: () => keys,
  keysAfterUpload: (id: string) => `${keys}?uploaded=${encodeURIComponent(id)}`,
  keyCalendar: () => `${keys}/calendar`,
  uploadKey: (replaces?: string) => `${keys}/upload${replacing(replaces)}`,
  ivrProfiles: () => '/ivr-profiles',
  /** Assigns one certificate to many profiles; without an id, the person chooses the certificate there. */
  assignToIvrProfiles: (certificateId?: string) =>
    certificateId === undefined
      ? '/ivr-profiles/assign'
      : `/ivr-profiles/assign?certificate=${encodeURIComponent(certificateId)}`,
  /** Takes one certificate out of many profiles. */
  removeFromIvrProfiles: (certificateId?: string) =>
    certificateId === undefined
      ? '/ivr-profiles/remove'
      : `/ivr-profiles/remove?certificate=${encodeURIComponent(certificateId)}`,
  ivrProfile: (id: string) => `/ivr-profiles/${encodeURIComponent(id)}`,
  selectCertificate: (ivrProfileId: string) =>
    `/ivr-profiles/${encodeURIComponent(ivrProfileId)}/select-certificate`,
  turnOffEncryption: (ivrProfileId: string) => `/ivr-profiles/${encodeURIComponent(ivrProfileId)}/turn-off`,
  /** Requests for assignments and for deletions. */
  requests: () => '/requests',
  request: (id: string) => `/requests/${encodeURIComponent(id)}`,
  agreeToRequest: (id: string) => `/requests/${encodeURIComponent(id)}/agree`,
  declineRequest: (id: string) => `/requests/${encodeURIComponent(id)}/decline`,
  recordings: () => '/recordings',
  /** The recordings that are encrypted for a certificate, even if it is no longer in the keystore. */
  recordingsOf: (certificateId: string) => `/recordings?certificate=${encodeURIComponent(certificateId)}`,
  recording: (id: string) => `/recordings/${encodeURIComponent(id)}`,
  testCall: () => '/recordings/test-call',
  /** Where a first step of a tenant is done (domain/first-steps.ts). */
  firstStep: (
    step: 'generate' | 'save' | 'upload' | 'assign' | 'test',
    tenant: { platform: 'aws' | 'azure' },
    unassigned?: string,
  ): string => {
    const isAzure = tenant.platform === 'azure';
    switch (step) {
      case 'generate':
        return paths.keyTool('generate');
      case 'save':
        return paths.keyTool('check-backup');
      case 'upload':
        return isAzure ? paths.uploadKey() : paths.uploadCertificate();
      case 'assign':
        if (isAzure) return paths.keys();
        return unassigned === undefined ? paths.certificates() : paths.requestAssignment(unassigned);
      case 'test':
        return paths.testCall();
    }
  },
  keyTool: (tool: KeyTool) => `/key-tools/${tool}`,
  /** The single file with all key tools. */
  keyToolsCopy: () => '/key-tools/copy',
  /** Generates a pair like that of a certificate in the keystore. */
  generateRenewal: (certificateId: string) =>
    `/key-tools/generate?renew=${encodeURIComponent(certificateId)}`,
  /** Generates a pair with this subject; the members are the short names of its fields. */
  generateLike: (subject: Record<string, string>) => `/key-tools/generate?${new URLSearchParams(subject)}`,
  auditLog: () => '/audit-log',
  /** What happened with a certificate. */
  auditLogOf: (certificateId: string) => `/audit-log?certificate=${encodeURIComponent(certificateId)}`,
  /** What a person did in a period, whose days are as a date field gives them. */
  auditLogBy: (asked: { person: string; action: string; from: string; to: string }) =>
    `/audit-log?${new URLSearchParams(asked)}`,
  /** One entry, by its number. */
  auditEntry: (entry: number) => `/audit-log/${entry}`,
  keyReport: () => '/administration/key-report',
  accounts: () => accounts,
  addAccount: () => `${accounts}/add`,
  account: (id: string) => `${accounts}/${encodeURIComponent(id)}`,
  yourAccount: () => '/your-account',
} as const;
