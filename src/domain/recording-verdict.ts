import type { UnusualKey } from '../pki/certificate/facts.ts';
import {
  certificateStatus,
  MAXIMUM_KEY_BITS,
  MINIMUM_KEY_BITS,
  statusText,
  unmetRequirement,
  unusualKey,
  type Storable,
  type Validity,
} from './certificate.ts';
import { states } from './states.ts';

/**
 * Whether a certificate can be used for recordings, and why. The rules are those of an upload, applied to any
 * certificate.
 */

export interface Judged extends Validity, Storable {
  issuer: Storable['issuer'] & { readable: string };
  extensions: readonly { oid: string; lines: readonly string[] }[];
}

export interface RecordingVerdict {
  /** `old recordings`: it has expired. It can still be stored, and it plays recordings that were encrypted for it. */
  use: 'yes' | 'not yet' | 'old recordings' | 'no';
  title: string;
  lines: { mark: 'met' | 'unmet' | 'note'; text: string }[];
}

const titles: Record<RecordingVerdict['use'], string> = {
  yes: 'Can be used for recordings',
  'not yet': 'Can be used for recordings, but not yet',
  'old recordings': 'Only for older recordings',
  no: 'Cannot be used for recordings',
};

const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';

/** Documented: RSA with 2048 bits or more; self-signed, or signed by one CA, without a chain. */
export function recordingVerdict(
  certificate: Judged,
  selfSigned: 'yes' | 'no' | 'cannot say',
  now: Date,
  /** Its private key, where that is at hand. */
  key: { unusual?: UnusualKey } = {},
): RecordingVerdict {
  const { bits } = certificate.publicKey;
  const unmet = unmetRequirement(certificate);
  const status = certificateStatus(certificate, now);
  const lines: RecordingVerdict['lines'] = [];
  const say = (mark: 'met' | 'unmet' | 'note', text: string) => lines.push({ mark, text });

  if (unmet?.code === 'not_rsa')
    say('unmet', `An RSA key is needed; this certificate’s key is ${unmet.detail}.`);
  else if (unmet?.code === 'key_too_short') {
    say('unmet', `At least ${MINIMUM_KEY_BITS} bits are needed; this key has ${bits ?? 'fewer'}.`);
  } else if (unmet?.code === 'key_too_long') {
    say('unmet', `At most ${MAXIMUM_KEY_BITS} bits are taken; this key has ${bits}.`);
  } else say('met', `RSA key with ${bits} bits`);
  if (unmet?.code === 'exponent_unusable')
    say('unmet', `Its public exponent is one ${unmet.detail}, which does not protect recordings.`);
  if (unmet?.code === 'certificate_too_large') say('unmet', `It is too large: ${unmet.detail}.`);

  const unusual = unusualKey(key);
  if (unusual?.code === 'crt_numbers_missing')
    say('note', 'Its private key lacks its CRT numbers: Convert computes them for an upload.');
  else if (unusual)
    say(
      'unmet',
      `Its private key is one ${unusual.detail}, which other programs do not take. It opens recordings.`,
    );

  if (status.kind === 'expired') {
    say(
      'note',
      `${states.expired}: you can store it to play older recordings, but it can no longer be assigned.`,
    );
  } else if (status.kind === 'not yet valid')
    say('note', `${states.notYetValid}: nothing is encrypted with it before its first day.`);
  else
    say('met', status.kind === 'valid' ? 'Valid now' : `Valid now. ${statusText(status)}: plan its renewal.`);

  if (selfSigned === 'yes') say('met', 'Self-signed');
  else if (selfSigned === 'no') {
    say(
      'note',
      `Signed by ${certificate.issuer.readable || 'an issuer without a name'}: a certificate of one CA is taken, without its chain.`,
    );
    if (linesOf(certificate, BASIC_CONSTRAINTS)?.includes('Certificate authority: yes')) {
      say('note', 'It is itself the certificate of a CA. Choose the one that was made for your recordings.');
    }
  } else say('note', 'This browser cannot check whether it is self-signed.');

  const usage = linesOf(certificate, KEY_USAGE);
  if (usage && !usage.includes('Key Encipherment')) {
    say(
      'note',
      `Its key usage is ${usage.join(', ')}. Recordings need Key Encipherment: other programs may refuse it.`,
    );
  }
  const use = unmet
    ? 'no'
    : status.kind === 'expired' || unusual?.code === 'unusual_private_key'
      ? 'old recordings'
      : status.kind === 'not yet valid'
        ? 'not yet'
        : 'yes';
  return { use, title: titles[use], lines };
}

const linesOf = ({ extensions }: Judged, wanted: string): readonly string[] | undefined =>
  extensions.find(({ oid }) => oid === wanted)?.lines;
