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
    selectScreenRecordingCertificate: paths.selectScreenRecordingCertificate(),
    saveScreenRecordingCertificates: paths.saveScreenRecordingCertificates(),
    requestAssignment: paths.requestAssignment('a'),
    keys: paths.keys(),
    keysAfterUpload: paths.keysAfterUpload('a/b'),
    uploadKey: paths.uploadKey(),
    ivrProfiles: paths.ivrProfiles(),
    assignToIvrProfiles: paths.assignToIvrProfiles(),
    assignToIvrProfilesOne: paths.assignToIvrProfiles('a/b'),
    ivrProfile: paths.ivrProfile('a'),
    selectCertificate: paths.selectCertificate('a'),
    assignmentRequests: paths.assignmentRequests(),
    assignmentRequest: paths.assignmentRequest('a/b'),
    declineAssignmentRequest: paths.declineAssignmentRequest('a'),
    keyTool: paths.keyTool('generate'),
    renew: paths.renew('a/b'),
    generateLike: paths.generateLike({ CN: 'A & B', O: 'Genesys' }),
    auditLog: paths.auditLog(),
  }).toMatchInlineSnapshot(`
    {
      "assignToIvrProfiles": "/ivr-profiles/assign",
      "assignToIvrProfilesOne": "/ivr-profiles/assign?certificate=a%2Fb",
      "assignmentRequest": "/assignment-requests/a%2Fb",
      "assignmentRequests": "/assignment-requests",
      "auditLog": "/audit-log",
      "certificate": "/administration/certificates/a%2Fb",
      "certificates": "/administration/certificates",
      "certificatesAfterUpload": "/administration/certificates?uploaded=a%2Fb",
      "declineAssignmentRequest": "/assignment-requests/a/decline",
      "deleteCertificate": "/administration/certificates/a/delete",
      "deletedCertificates": "/administration/certificates/recently-deleted",
      "generateLike": "/key-tools/generate?CN=A+%26+B&O=Genesys",
      "ivrProfile": "/ivr-profiles/a",
      "ivrProfiles": "/ivr-profiles",
      "keyTool": "/key-tools/generate",
      "keys": "/agent-setup/contact-center-settings/keys-management/keys",
      "keysAfterUpload": "/agent-setup/contact-center-settings/keys-management/keys?uploaded=a%2Fb",
      "overview": "/",
      "renew": "/key-tools/generate?renew=a%2Fb",
      "requestAssignment": "/administration/certificates/a/request-assignment",
      "saveScreenRecordingCertificates": "/administration/screen-recording-certificates/save",
      "screenRecordingCertificates": "/administration/screen-recording-certificates",
      "selectCertificate": "/ivr-profiles/a/select-certificate",
      "selectScreenRecordingCertificate": "/administration/screen-recording-certificates/select-certificate",
      "signIn": "/sign-in",
      "signInAndBack": "/sign-in?back=%2Faudit-log%3Fq%3Da+b&username=administrator",
      "uploadCertificate": "/administration/certificates/upload",
      "uploadKey": "/agent-setup/contact-center-settings/keys-management/keys/upload",
    }
  `);
});

test('the sign-in page that leads to the overview needs no query', () => {
  expect(paths.signIn({ back: '/' })).toBe('/sign-in');
});
