import { backupState, backupText } from './backup.ts';
import {
  certificateStatus,
  DAY_MS,
  hasNoExpiry,
  placeName,
  type Place,
  type Validity,
} from './certificate.ts';
import { exactText, type ColumnWords } from './columns.ts';
import { counted } from './counted.ts';
import { states } from './states.ts';
import type { CoverageState, Ending } from './coverage.ts';

/**
 * What an auditor asks about the keys of a period. The words of its parts are here, for the page and for the files that
 * the tenant writes.
 */

/** Rows of each part that the page shows; the files have all. */
export const REPORTED_ROWS = 500;

/** From then until before that; ISO 8601, UTC. */
export interface Period {
  from: string;
  to: string;
}

export interface ReportedKey extends Validity {
  id: string;
  subjectName: string;
  serialNumber: { hex: string };
  keyBits: number;
  sha256: string;
  uploadedBy: string;
  uploadedAt: string;
  replacedBy: { id: string; subjectName: string; serialNumber: { hex: string } } | null;
  deleted: { by: string; at: string } | null;
  /** Whether it was in the list of a place at the end of the period. */
  isAssigned: boolean;
  backupCheck: { checkedAt: string; checkedBy: string; location: string | null } | null;
}

export interface ReportedAssignment {
  place: Place;
  certificateId: string;
  subjectName: string;
  serialNumber: { hex: string };
  assignedBy: string;
  assignedAt: string;
  unassignedBy: string | null;
  unassignedAt: string | null;
  /** The numbers of the entries in the audit log that record the two. */
  entries: { assigned: number | null; unassigned: number | null };
}

export interface ReportedInterval {
  place: Place;
  state: CoverageState;
  from: string;
  to: string;
  ending: Ending | null;
}

export interface ReportedRetirement {
  entry: number;
  at: string;
  what: string;
  /** Who deleted or restored it. The tenant destroys a pair 30 days after this person has deleted it. */
  by: string | null;
  /** Who agreed to the deletion, where recordings depended on the pair. */
  agreement: { requestId: string; by: string; at: string } | null;
}

export interface ReportedListener {
  username: string;
  role: string;
  playings: number;
  first: string;
  last: string;
}

/** The state of a pair at a time, in one word or two. */
export function keyState(key: Validity & Pick<ReportedKey, 'deleted' | 'isAssigned'>, at: Date): string {
  if (key.deleted && Date.parse(key.deleted.at) <= at.getTime()) return states.deleted;
  switch (certificateStatus(key, at).kind) {
    case 'not yet valid':
      return states.notYetValid;
    case 'expired':
      return key.isAssigned ? states.expired : states.keptForPlayback;
    default:
      return key.isAssigned ? states.inUse : states.validNotAssigned;
  }
}

/** How long a certificate encrypts: the days of its validity. */
export const cryptoperiod = (validity: Validity): string =>
  hasNoExpiry(validity)
    ? 'Without an end'
    : counted(Math.round((Date.parse(validity.notAfter) - Date.parse(validity.notBefore)) / DAY_MS), 'day');

export const coverageStateText: Record<CoverageState, string> = {
  encrypted: states.encrypted,
  'in the clear': states.notEncrypted,
  unknown: states.notKnown,
};

/** Why a time was not encrypted, or is not known. */
export function causeText({ state, ending }: Pick<ReportedInterval, 'state' | 'ending'>): string {
  if (state === 'encrypted') return '';
  if (state === 'unknown') return 'The tenant did not yet record what is assigned.';
  if (!ending) return 'No certificate had encrypted before.';
  return ending.kind === 'expired'
    ? `${ending.subjectName} expired, and no other valid certificate was assigned.`
    : `${ending.by} took out ${ending.subjectName}, and no other valid certificate was assigned.`;
}

export const agreementText = ({ by, agreement }: ReportedRetirement): string => {
  if (agreement) return agreement.by;
  return by === null ? '' : `${states.notNeeded}: no recording depended on this pair alone`;
};

const words = <Row>(
  header: string,
  text: (row: Row) => string,
): ColumnWords<Row> & { text: (row: Row) => string } => ({ id: header, header, text });

const optional = (iso: string | null): string => (iso === null ? '' : exactText(iso));

/** The columns of each part in the file for spreadsheets. */
export const reportWords = {
  inventory: (at: Date) => [
    words<ReportedKey>('Subject Name', (row) => row.subjectName),
    words<ReportedKey>('Serial Number', (row) => row.serialNumber.hex),
    words<ReportedKey>('SHA-256 fingerprint', (row) => row.sha256),
    words<ReportedKey>('Key size', (row) => `RSA, ${row.keyBits} bits`),
    words<ReportedKey>('Valid from (UTC)', (row) => exactText(row.notBefore)),
    words<ReportedKey>('Valid until (UTC)', (row) => exactText(row.notAfter)),
    words<ReportedKey>('Cryptoperiod', cryptoperiod),
    words<ReportedKey>('State', (row) => keyState(row, at)),
    words<ReportedKey>('Uploaded by', (row) => row.uploadedBy),
    words<ReportedKey>('Uploaded (UTC)', (row) => exactText(row.uploadedAt)),
    words<ReportedKey>('Successor', (row) => row.replacedBy?.serialNumber.hex ?? ''),
    words<ReportedKey>('Source', (row) => `Certificate ${row.id}`),
  ],
  assignments: [
    words<ReportedAssignment>('Assigned to', (row) => placeName(row.place)),
    words<ReportedAssignment>('Subject Name', (row) => row.subjectName),
    words<ReportedAssignment>('Serial Number', (row) => row.serialNumber.hex),
    words<ReportedAssignment>('Assigned by', (row) => row.assignedBy),
    words<ReportedAssignment>('Assigned (UTC)', (row) => exactText(row.assignedAt)),
    words<ReportedAssignment>('Taken out by', (row) => row.unassignedBy ?? ''),
    words<ReportedAssignment>('Taken out (UTC)', (row) => optional(row.unassignedAt)),
    words<ReportedAssignment>('Source', ({ entries }) =>
      [entries.assigned, entries.unassigned]
        .flatMap((entry) => (entry === null ? [] : [entrySource(entry)]))
        .join(', '),
    ),
  ],
  coverage: [
    words<ReportedInterval>('Calls of', (row) => placeName(row.place)),
    words<ReportedInterval>('State', (row) => coverageStateText[row.state]),
    words<ReportedInterval>('From (UTC)', (row) => exactText(row.from)),
    words<ReportedInterval>('Until (UTC)', (row) => exactText(row.to)),
    words<ReportedInterval>('Cause', causeText),
  ],
  custody: (now: Date) => [
    words<ReportedKey>('Subject Name', (row) => row.subjectName),
    words<ReportedKey>('Serial Number', (row) => row.serialNumber.hex),
    words<ReportedKey>('Backup', (row) => backupText[backupState(row.backupCheck, now)]),
    words<ReportedKey>('Proven (UTC)', (row) => optional(row.backupCheck?.checkedAt ?? null)),
    words<ReportedKey>('Proven by', (row) => row.backupCheck?.checkedBy ?? ''),
    words<ReportedKey>('Kept at', (row) => row.backupCheck?.location ?? ''),
    words<ReportedKey>('Source', (row) => `Certificate ${row.id}`),
  ],
  retirements: [
    words<ReportedRetirement>('At (UTC)', (row) => exactText(row.at)),
    words<ReportedRetirement>('What', (row) => row.what),
    words<ReportedRetirement>('By', (row) => row.by ?? ''),
    words<ReportedRetirement>('Agreed by', agreementText),
    words<ReportedRetirement>('Source', (row) =>
      [entrySource(row.entry), ...(row.agreement ? [`Request ${row.agreement.requestId}`] : [])].join(', '),
    ),
  ],
  listeners: [
    words<ReportedListener>('User name', (row) => row.username),
    words<ReportedListener>('Role', (row) => row.role),
    words<ReportedListener>('Recordings played', (row) => String(row.playings)),
    words<ReportedListener>('First (UTC)', (row) => exactText(row.first)),
    words<ReportedListener>('Last (UTC)', (row) => exactText(row.last)),
  ],
};

const entrySource = (entry: number) => `Audit Log entry ${entry}`;

/** The titles of the parts, in their order. */
export const partTitles = {
  inventory: 'Inventory of key pairs',
  assignments: 'Assignments',
  coverage: 'Coverage of each kind of call',
  custody: 'Custody of the copies of private keys',
  retirements: 'Retirements and destructions',
  listeners: 'Who listened to recordings',
  chain: 'Audit log',
  limits: 'What this report cannot know',
} as const;

/** What the tenant has no means to know, whatever it is asked. The page says times in the zone of its reader. */
export function limitsOf(
  { knownSince, madeAt, from, to }: Period & { knownSince: string; madeAt: string },
  timeText: (iso: string) => string,
): string[] {
  return [
    ...(from < knownSince
      ? [
          `Assignments before ${timeText(knownSince)}: only those that still lasted then are known. Who took out others, and when, is not.`,
        ]
      : []),
    ...(to < madeAt
      ? [
          `Custody is told as it is now: of several checks of a copy, the tenant keeps the last. Earlier ones are in the Audit Log.`,
        ]
      : []),
    'The size, the cryptoperiod and the custody of a pair that was destroyed before the report was made: it is in the assignments and the retirements, and no longer in the inventory.',
    'How a private key was made, who saw it before its upload, and how many copies there are outside the keystore.',
    'Whether a copy is where the person says: the check of a backup is the word of the administrator who recorded it. The tenant never sees the copy.',
    'Whether the copies of a destroyed pair were destroyed, too. Backups of the tenant’s data that are older than the destruction contain the pair.',
    'Who listened outside the console: a media file that was downloaded encrypted opens wherever a copy of the private key is.',
    'Who a person is: the report names the user who was signed in.',
    'What was done to the tenant’s files past the console. The hash of the last entry proves the log up to it only if it is kept where those who run the tenant cannot change it.',
    'Whether key custodians have accepted their responsibilities in writing, and whether the procedures around the console are followed.',
  ];
}
