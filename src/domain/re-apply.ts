import { isAssignable, type Validity } from './certificate.ts';

/**
 * What re-applying does after a disaster: from the record of the keystore, the backup of the keys, and what the tenant
 * has now, the plan. The plan is made anew from how things are, so whatever is done already is not in it: to run it
 * twice is to run it once.
 */

/** A certificate that belongs into the keystore: the record has it, or it was found in the backup. */
export interface Wanted extends Validity {
  /** Of the DER, upper-case hexadecimal: one file. */
  sha256: string;
  /** Issuer bytes and serial number: of two with the same, the keystore takes one. */
  identity: string;
  /** SHA-256 of the public key. */
  keyId: string;
  subjectName: string;
  serialNumber: string;
  /** The names of the IVR profiles that it was assigned to, by the record. */
  ivrProfiles: readonly string[];
}

/** A certificate in the keystore now. */
export interface Present {
  id: string;
  sha256: string;
  /** undefined where none of those wanted has its serial number. */
  identity: string | undefined;
}

export interface Situation {
  wanted: readonly Wanted[];
  /** The fingerprints of the screen recording list in the record, in its order. */
  screenList: readonly string[];
  /** Which private keys of the backup are open, by `keyId`. */
  openKeys: ReadonlySet<string>;
  keystore: readonly Present[];
  ivrProfiles: readonly { id: string; name: string; certificates: readonly { id: string }[] }[];
  /** The certificates for whose assignment a request waits. */
  requested: ReadonlySet<string>;
  /** The certificates of the screen recording list now; undefined where the tenant has none. */
  screenListNow: readonly string[] | undefined;
}

export type PairState = 'upload' | 'there' | 'missing key' | 'conflict';

export interface PlannedPair {
  certificate: Wanted;
  state: PairState;
}

export interface PlannedRequest {
  certificate: Wanted;
  profiles: { id: string; name: string }[];
}

export interface Plan {
  /** To upload, already there, missing keys, conflicts; each in the order of the record, then of the backup. */
  pairs: PlannedPair[];
  /** What the Genesys Professional is asked for. */
  requests: PlannedRequest[];
  /** IVR profiles that the record names and the tenant has not. */
  unknownProfiles: string[];
  /** What is to be added to the screen recording list, in the order of the record. */
  screenList: Wanted[];
}

const order: Record<PairState, number> = { upload: 0, there: 1, 'missing key': 2, conflict: 3 };

export function planOf(situation: Situation, now: Date): Plan {
  const pairs = pairsOf(situation);
  const usable = pairs
    .filter(({ state }) => state === 'upload' || state === 'there')
    .map(({ certificate }) => certificate);
  const assignable = usable.filter((certificate) => isAssignable(certificate, now));
  return {
    pairs: pairs.toSorted((a, b) => order[a.state] - order[b.state]),
    requests: assignable.flatMap((certificate) => requestOf(certificate, situation)),
    unknownProfiles: [...new Set(assignable.flatMap(({ ivrProfiles }) => ivrProfiles))].filter(
      (name) => !situation.ivrProfiles.some((profile) => profile.name === name),
    ),
    screenList: screenListOf(assignable, situation),
  };
}

function pairsOf({ wanted, openKeys, keystore }: Situation): PlannedPair[] {
  const taken = new Set<string>(keystore.flatMap(({ identity }) => identity ?? []));
  return wanted.map((certificate): PlannedPair => {
    const { sha256, identity, keyId } = certificate;
    if (keystore.some((each) => each.sha256 === sha256)) return { certificate, state: 'there' };
    // Before the key: the key of one that is not taken anyway need not be looked for.
    if (taken.has(identity)) return { certificate, state: 'conflict' };
    if (!openKeys.has(keyId)) return { certificate, state: 'missing key' };
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

/** What is left to do: uploads and requests. A screen list to save is left to the person. */
export const stepsOf = ({ pairs, requests }: Pick<Plan, 'pairs' | 'requests'>): number =>
  pairs.filter(({ state }) => state === 'upload').length + requests.length;
