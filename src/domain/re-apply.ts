import { isAssignable, type Validity } from './certificate.ts';

/**
 * The plan of what to re-apply after a disaster, made from the record of the keystore, the backup of the keys, and what
 * the tenant has now. Each plan is computed from the current state, so it leaves out what is already done, and running
 * Re-apply twice does no more than running it once.
 */

/** A certificate that should be in the keystore: it is in the record or was found in the backup. */
export interface Wanted extends Validity {
  /** SHA-256 of the DER, upper-case hexadecimal; equal for the same certificate. */
  sha256: string;
  /** Issuer bytes and serial number. Of two certificates with the same identity the keystore takes only one. */
  identity: string;
  /** SHA-256 of the public key. */
  keyId: string;
  subjectName: string;
  serialNumber: string;
  /** The names of the IVR profiles to which it was assigned according to the record. */
  ivrProfiles: readonly string[];
  /** False for a pair of the backup that the keystore never had, as far as the record says. */
  ofRecord: boolean;
}

/** A certificate in the keystore now. */
interface Present {
  id: string;
  sha256: string;
  /** undefined where no wanted certificate has its serial number. */
  identity: string | undefined;
}

export interface Situation {
  wanted: readonly Wanted[];
  /** SHA-256 fingerprints of the screen recording list in the record, in the order of that list. */
  screenList: readonly string[];
  /** The `keyId` of each private key in the backup that could be opened. */
  openKeys: ReadonlySet<string>;
  /** SHA-256 fingerprints of the certificates that the person does not want to upload. */
  leftOut: ReadonlySet<string>;
  keystore: readonly Present[];
  ivrProfiles: readonly { id: string; name: string; certificates: readonly { id: string }[] }[];
  /** The certificates for which a request for assignment is waiting. */
  requested: ReadonlySet<string>;
  /** The certificates in the screen recording list now; undefined where the tenant has no such list. */
  screenListNow: readonly string[] | undefined;
}

export type PairState = 'upload' | 'there' | 'missing key' | 'conflict' | 'left out';

export interface PlannedPair {
  certificate: Wanted;
  state: PairState;
}

export interface PlannedRequest {
  certificate: Wanted;
  profiles: { id: string; name: string }[];
}

export interface Plan {
  /**
   * The pairs to upload, then those already there, with missing keys, in conflict and left out; each group in the order
   * of the record, then of the backup. A box that is ticked does not move its row.
   */
  pairs: PlannedPair[];
  /** The assignments to request from the Genesys Professional. */
  requests: PlannedRequest[];
  /** IVR profiles that are in the record but not in the tenant. */
  unknownProfiles: string[];
  /** The certificates to add to the screen recording list, in the order of the record. */
  screenList: Wanted[];
  /** How many valid certificates of the record are missing in its places because they cannot be uploaded yet. */
  awaited: { requests: number; screenList: number };
}

const order: Record<PairState, number> = {
  upload: 0,
  'left out': 0,
  there: 1,
  'missing key': 2,
  conflict: 3,
};

export function planOf(situation: Situation, now: Date): Plan {
  const pairs = pairsOf(situation);
  const usable = pairs
    .filter(({ state }) => state === 'upload' || state === 'there')
    .map(({ certificate }) => certificate);
  const assignable = usable.filter((certificate) => isAssignable(certificate, now));
  const awaited = pairs
    .filter(({ state }) => state !== 'upload' && state !== 'there')
    .map(({ certificate }) => certificate)
    .filter((certificate) => isAssignable(certificate, now));
  return {
    pairs: pairs.toSorted((a, b) => order[a.state] - order[b.state]),
    requests: assignable.flatMap((certificate) => requestOf(certificate, situation)),
    unknownProfiles: [...new Set(assignable.flatMap(({ ivrProfiles }) => ivrProfiles))].filter(
      (name) => !situation.ivrProfiles.some((profile) => profile.name === name),
    ),
    screenList: screenListOf(assignable, situation),
    awaited: {
      requests: awaited.filter(({ ivrProfiles }) => ivrProfiles.length > 0).length,
      screenList: screenListOf(awaited, situation).length,
    },
  };
}

function pairsOf({ wanted, openKeys, leftOut, keystore }: Situation): PlannedPair[] {
  const taken = new Set<string>(keystore.flatMap(({ identity }) => identity ?? []));
  return wanted.map((certificate): PlannedPair => {
    const { sha256, identity, keyId } = certificate;
    if (keystore.some((each) => each.sha256 === sha256)) return { certificate, state: 'there' };
    // Checked before the key: a certificate in conflict is not uploaded, so its key is not reported as missing.
    if (taken.has(identity)) return { certificate, state: 'conflict' };
    if (!openKeys.has(keyId)) return { certificate, state: 'missing key' };
    if (leftOut.has(sha256)) return { certificate, state: 'left out' };
    taken.add(identity);
    return { certificate, state: 'upload' };
  });
}

function requestOf(certificate: Wanted, situation: Situation): PlannedRequest[] {
  const present = situation.keystore.find(({ sha256 }) => sha256 === certificate.sha256);
  if (present && situation.requested.has(present.id)) return [];
  const profiles = situation.ivrProfiles
    .filter(({ name }) => certificate.ivrProfiles.includes(name))
    .filter(({ certificates }) => !certificates.some(({ id }) => id === present?.id))
    .map(({ id, name }) => ({ id, name }));
  return profiles.length > 0 ? [{ certificate, profiles }] : [];
}

function screenListOf(assignable: readonly Wanted[], situation: Situation): Wanted[] {
  const { screenList, screenListNow, keystore } = situation;
  if (!screenListNow) return [];
  return screenList.flatMap((sha256) => {
    const id = keystore.find((present) => present.sha256 === sha256)?.id;
    if (id !== undefined && screenListNow.includes(id)) return [];
    return assignable.find((certificate) => certificate.sha256 === sha256) ?? [];
  });
}

/** The number of steps that are left: uploads and requests. Saving the screen recording list is left to the person. */
export const stepsOf = ({ pairs, requests }: Pick<Plan, 'pairs' | 'requests'>): number =>
  pairs.filter(({ state }) => state === 'upload').length + requests.length;
