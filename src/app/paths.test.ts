import { expect, test } from 'vitest';
import { paths } from './paths.ts';

test('every URL of the console', () => {
  expect({
    overview: paths.overview(),
    signIn: paths.signIn(),
    signInAndBack: paths.signIn({ back: '/audit-log?q=a b', username: 'administrator' }),
    certificates: paths.certificates(),
    certificatesAfterUpload: paths.certificatesAfterUpload('a/b'),
    uploadCertificate: paths.uploadCertificate(),
    deletedCertificates: paths.deletedCertificates(),
    certificate: paths.certificate('a/b'),
    deleteCertificate: paths.deleteCertificate('a'),
    screenRecordingCertificates: paths.screenRecordingCertificates(),
    keys: paths.keys(),
    ivrProfiles: paths.ivrProfiles(),
    ivrProfile: paths.ivrProfile('a'),
    keyTool: paths.keyTool('generate'),
    auditLog: paths.auditLog(),
  }).toMatchInlineSnapshot(`
    {
      "auditLog": "/audit-log",
      "certificate": "/administration/certificates/a%2Fb",
      "certificates": "/administration/certificates",
      "certificatesAfterUpload": "/administration/certificates?uploaded=a%2Fb",
      "deleteCertificate": "/administration/certificates/a/delete",
      "deletedCertificates": "/administration/certificates/recently-deleted",
      "ivrProfile": "/ivr-profiles/a",
      "ivrProfiles": "/ivr-profiles",
      "keyTool": "/key-tools/generate",
      "keys": "/agent-setup/contact-center-settings/keys-management/keys",
      "overview": "/",
      "screenRecordingCertificates": "/administration/screen-recording-certificates",
      "signIn": "/sign-in",
      "signInAndBack": "/sign-in?back=%2Faudit-log%3Fq%3Da+b&username=administrator",
      "uploadCertificate": "/administration/certificates/upload",
    }
  `);
});

test('the sign-in page that leads to the overview needs no query', () => {
  expect(paths.signIn({ back: '/' })).toBe('/sign-in');
});
