import { hasNoExpiry } from './certificate.ts';
import { isForever } from './columns.ts';
import type { Listed } from './draft-list.ts';
import { callsFrom, coverageOf, type Encryption, type Profile } from './ivr-profile.ts';
import type { Named } from './same-name.ts';
import { screenEncryption } from './screen-recording.ts';

/**
 * The answers to an administrator's two main questions: are our voice recordings encrypted, and are our screen
 * recordings?
 */
export interface EncryptionAnswer {
  tone: 'good' | 'soon' | 'bad';
  /** The screen shows it after "Voice recordings:" or "Screen recordings:". */
  text: string;
  /** The screen shows the day after the text. */
  until?: string;
  /**
   * The certificate whose expiry ends the encryption first; undefined where nothing is encrypted or there is no end.
   */
  ends:
    | {
        certificate: Named & { id: string; nameShared: boolean; notAfter: string };
        until: string;
        profile: string | undefined;
      }
    | undefined;
  /** The kinds of calls whose recordings are stored in the clear. */
  missing: string[];
}

/**
 * The answer counts kinds of calls (by geo-location), because a certificate covers only the calls that pick its IVR
 * profile.
 */
export function voiceAnswer(
  profiles: readonly (Profile & { certificates: readonly Listed[] })[],
  now: Date,
): EncryptionAnswer {
  const calls = coverageOf(profiles, now);
  const encrypted = calls.flatMap(({ encryption, picked }) =>
    isEncrypted(encryption) && picked ? [{ encryption, profile: picked.profile }] : [],
  );
  const missing = calls
    .filter(({ encryption }) => !isEncrypted(encryption))
    .map(({ from }) => callsFrom(from));
  if (encrypted.length === 0) return { tone: 'bad', text: 'not encrypted', ends: undefined, missing: [] };
  const first = encrypted.toSorted(
    (a, b) => Date.parse(a.encryption.until) - Date.parse(b.encryption.until),
  )[0];
  const isAll = encrypted.length === calls.length;
  const endsSoon = encrypted.some(({ encryption }) => encryption.kind === 'about to run out');
  return {
    // What is stored in the clear now is urgent, however much is encrypted.
    tone: !isAll ? 'bad' : endsSoon ? 'soon' : 'good',
    text: isAll
      ? `encrypted for all ${calls.length} kinds of calls`
      : `encrypted for ${encrypted.length} of ${calls.length} kinds of calls`,
    ends: first && endOf(first.profile.certificates, first.encryption.until, first.profile.name),
    missing,
  };
}

export function screenAnswer(list: readonly Listed[], now: Date): EncryptionAnswer {
  const encryption = screenEncryption(list, now);
  if (encryption.kind === 'not encrypted') {
    return { tone: 'bad', text: 'not encrypted', ends: undefined, missing: [] };
  }
  const { kind, until } = encryption;
  return {
    tone: kind === 'encrypted' ? 'good' : 'soon',
    ...(isForever(until) ? { text: 'encrypted, without an end date' } : { text: 'encrypted until', until }),
    ends: endOf(list, until, undefined),
    missing: [],
  };
}

const isEncrypted = (encryption: Encryption): encryption is Extract<Encryption, { until: string }> =>
  'until' in encryption;

function endOf(
  certificates: readonly Listed[],
  until: string,
  profile: string | undefined,
): EncryptionAnswer['ends'] {
  const certificate = certificates.find(({ notAfter }) => notAfter === until);
  if (!certificate || hasNoExpiry(certificate)) return undefined;
  const { id, subjectName, nameShared = false, serialNumber, notAfter } = certificate;
  return { certificate: { id, subjectName, nameShared, serialNumber, notAfter }, until, profile };
}
