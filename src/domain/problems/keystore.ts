import { MAX_LIST_CERTIFICATES } from '../certificate.ts';
import type { Entry } from './entry.ts';

/** Of what is in the tenant: its certificates, lists, requests and recordings. */
export const keystoreProblems = {
  duplicate_certificate: {
    status: 409,
    title: 'Already in the keystore',
    sentence: ({ detail }) =>
      `A certificate with the same issuer and serial number is already in the keystore${detail && ` (${detail})`}. Nothing was stored.`,
    field: 'certificate',
  },
  uploaded_again: {
    status: 409,
    title: 'Uploaded again',
    sentence: ({ detail }) =>
      `This certificate was uploaded again after it was deleted, so it is in the keystore already${detail && ` (${detail})`}. There is nothing to restore.`,
  },
  certificate_deleted: {
    status: 404,
    title: 'Deleted',
    sentence: ({ detail }) =>
      `${detail || 'This certificate'} was deleted with its private key. An administrator can restore both for 30 days, in Recently deleted.`,
  },
  certificate_in_use: {
    status: 409,
    title: 'Certificate in use',
    sentence: ({ detail }) =>
      `The certificate is assigned to ${detail || 'a profile'}, so it cannot be deleted. Have it unassigned there first.`,
  },
  certificate_expired: {
    status: 409,
    title: 'Certificate expired',
    sentence: ({ detail }) =>
      `${detail || 'The certificate'} has expired. It still plays older recordings but can no longer be assigned.`,
  },
  list_full: {
    status: 409,
    title: 'List full',
    sentence: ({ detail }) =>
      `${detail || 'The list'} would have more than ${MAX_LIST_CERTIFICATES} certificates, the most that a list may have. Nothing was saved. Remove those that have expired, then add others.`,
  },
  private_key_not_in_keystore: {
    status: 409,
    title: 'Private key not in the keystore',
    sentence: ({ detail }) =>
      `The keystore has no private key for ${detail || 'the certificate'}, so recordings encrypted for it could not be played back. Upload the certificate together with its private key first.`,
  },
  encryption_would_stop: {
    status: 409,
    title: 'Encryption would stop',
    sentence: ({ detail }) =>
      `Nothing was saved. After this save, ${detail || 'recordings will not be encrypted.'} Confirm that you want this, and that administrator and Genesys Professional have discussed it.`,
  },
  pkcs8_needed: {
    title: 'PKCS#8 needed',
    sentence: ({ file, detail }) =>
      `${file} is in the form ${detail || 'PKCS#1'} (“BEGIN RSA PRIVATE KEY”), but a deployment hosted on Azure needs PKCS#8. Convert in the Key tools turns it into PKCS#8; it stays the same key.`,
    keyTool: 'convert',
    field: 'privateKey',
  },
  private_key_in_text: {
    title: 'A private key in the text',
    sentence: ({ detail }) =>
      `The ${detail || 'text'} contains a private key. Nobody else needs it: remove it. Nothing was sent or stored.`,
  },
  already_requested: {
    status: 409,
    title: 'Already requested',
    sentence: ({ detail }) =>
      `A request for ${detail || 'this certificate'} is already waiting. Withdraw it first to ask for something else.`,
  },
  request_closed: {
    status: 409,
    title: 'Already answered',
    sentence: ({ detail }) =>
      `This request was already ${detail || 'answered'}. Nothing was changed; open it again to see its current state.`,
  },
  own_request: {
    status: 403,
    title: 'Your own request',
    sentence: ({ detail }) =>
      `You made this request yourself${detail && ` (as ${detail})`}, so somebody else has to answer it. You can withdraw it.`,
  },
  key_not_in_keystore: {
    status: 409,
    title: 'Key not in the keystore',
    sentence: ({ detail }) =>
      `This recording cannot be played: its session key is wrapped for ${detail || 'certificates'}, and the keystore has no private key for that. Restore the pair from Recently deleted, or upload it again from your own copy.`,
  },
  recording_damaged: {
    status: 409,
    title: 'Recording damaged',
    sentence: ({ detail }) =>
      `The stored file of this recording is damaged${detail && ` (${detail})`}, so it cannot be played. The key in the keystore is not the reason.`,
  },
  deletion_needs_approval: {
    status: 409,
    title: 'Deletion needs a second person',
    sentence: ({ detail }) =>
      `No other key in the keystore opens ${detail || 'recordings'} that this certificate opens, so the deletion needs a second person. Nothing was deleted: use Request deletion, and your Genesys Professional agrees or declines.`,
  },
  no_approval_needed: {
    status: 409,
    title: 'No request needed',
    sentence: () =>
      'No recording depends on this certificate alone, so you can delete it without asking. Nothing was requested.',
  },
  already_renewed: {
    status: 409,
    title: 'Renewed already',
    sentence: ({ detail }) =>
      `The certificate that this one is to renew has a successor already: ${detail}. Renew that one, or upload this pair on its own. Nothing was changed.`,
  },
  renewal_ends_sooner: {
    title: 'Not a renewal',
    sentence: ({ detail }) =>
      `A renewal lasts longer than what it renews, and this certificate ends no later than ${detail}. Make one with more days, or upload this pair on its own. Nothing was changed.`,
  },
  not_empty: {
    status: 409,
    title: 'Not empty',
    sentence: () =>
      'Demo data is for a tenant that has no certificate and no recording yet. Nothing was changed.',
  },
  not_a_record: {
    title: 'Not a record',
    sentence: ({ file }) =>
      `${file} is not a record of this console. Choose the .json file that Download record saved.`,
  },
  record_damaged: {
    title: 'Damaged record',
    sentence: ({ file }) =>
      `${file} is a record that was cut off or changed, so it cannot be used. Take it from your backup again.`,
  },
  record_too_new: {
    title: 'Record of a newer console',
    sentence: ({ file }) =>
      `${file} was made by a newer version of this console. Use that version, or a record of this one.`,
  },
} satisfies Record<string, Entry>;
