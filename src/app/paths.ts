/** Every URL of the console, by name. Screens never spell a URL. */
const certificates = '/administration/certificates';
const keys = '/agent-setup/contact-center-settings/keys-management/keys';

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
  uploadCertificate: () => `${certificates}/upload`,
  deletedCertificates: () => `${certificates}/recently-deleted`,
  certificate: (id: string) => `${certificates}/${encodeURIComponent(id)}`,
  deleteCertificate: (id: string) => `${certificates}/${encodeURIComponent(id)}/delete`,

  screenRecordingCertificates: () => '/administration/screen-recording-certificates',
  keys: () => keys,
  ivrProfiles: () => '/ivr-profiles',
  ivrProfile: (id: string) => `/ivr-profiles/${encodeURIComponent(id)}`,
  keyTool: (tool: 'generate' | 'inspect' | 'convert') => `/key-tools/${tool}`,
  auditLog: () => '/audit-log',
} as const;
