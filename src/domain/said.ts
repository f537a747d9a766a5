/** Sentences that several screens say stand here once, so that all of them say the same. */

export const ASK_TO_ASSIGN =
  'Contact your Genesys Professional and ask to have it assigned to your IVR profile.';

/** For the person who asked. Somebody else answers, and nothing is due in the meantime. */
export const SENT = 'Sent. Nothing to do until your Genesys Professional answers.';

export const ONLY_COPIES_HELP = 'The keystore gives no key back: after a disaster only your copies help.';

export const KEEP_THE_KEY =
  'Store the key and the certificate somewhere reliable, also after they expire: the key cannot be fetched back from the keystore, and after a disaster only your copies help.';

/** Follows "It has expired:" or the like. */
export const PLAYS_BACK_ONLY = 'it plays back older recordings but can no longer be assigned.';

export const FILES_NOT_READ = 'The files could not be read.';

export const FILE_NOT_MADE = 'The file could not be made.';

export const KEEP_SAFE = 'It must be kept safe and should not be shared.';

/** Follows "Not encrypted:" or the like. */
export const OPEN_TO_ANYONE = 'anyone with this file has the key';

export const DEMO_STAYS = 'A demo account stays as it is, so that everybody can try the demo.';

/** Of a save that decides for whom new recordings are encrypted. */
export const OLDER_STAY = 'Older recordings do not change.';

/** Follows why a certificate is not used yet. */
export const NOTHING_UNTIL_THEN = 'Until then nothing is encrypted for it.';

export const GENERATE_A_PAIR = 'Generate a pair with Key Tools';

/** Follows "Self-signed". */
export const selfSignedText = {
  yes: 'Yes',
  no: 'No: signed by its issuer',
  'cannot say': 'Cannot be checked here',
} as const;
