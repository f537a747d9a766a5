import { counted, numberText } from './counted.ts';

/** The answer of Check Backup about the keys of several certificates, as one sentence. */

/**
 * What was found of one private key. `perhaps locked`: it may be in a locked file that does not say what it contains;
 * `perhaps not opened`: or in a file that was not opened, for a reason that is told with the file.
 */
export type CopyState =
  | 'opens'
  | 'damaged'
  | 'locked'
  | 'perhaps locked'
  | 'perhaps not opened'
  | 'only the certificate'
  | 'missing';

export interface CheckedKey {
  /** The certificate's subject, and its serial number in hexadecimal. */
  name: string;
  serial: string;
  state: CopyState;
  /** How many recordings depend on this key; undefined where that is not known. */
  recordings: number | undefined;
}

/**
 * How many keys the sentence names, beginning with those that most recordings depend on. The table lists all of them.
 */
const NAMED = 3;

/**
 * "5 of 6 keys have a copy here that opens; “Genesys Recording 2023” has none: 41 recordings depend on it." Where
 * several certificates have the same name, the serial number follows it.
 */
export function backupSentence(keys: readonly CheckedKey[]): string {
  const inState = (...states: CopyState[]) =>
    keys
      .filter(({ state }) => states.includes(state))
      .toSorted((a, b) => (b.recordings ?? 0) - (a.recordings ?? 0));
  const name = ({ name, serial }: CheckedKey) =>
    keys.filter((each) => each.name === name).length > 1
      ? `“${name}” (serial number ${serial})`
      : `“${name}”`;
  const clauses = [
    ...clausesOf(
      inState('missing', 'only the certificate'),
      (key) => `${name(key)} has none${dependText(key)}`,
      'have none',
    ),
    ...clausesOf(
      inState('damaged'),
      (key) => `the copy of ${name(key)} is damaged${dependText(key)}`,
      'are damaged',
    ),
    ...clausesOf(inState('locked'), (key) => `the copy of ${name(key)} is locked`, 'are locked'),
    ...perhaps(inState('perhaps locked').length, 'are still locked'),
    ...perhaps(inState('perhaps not opened').length, 'were not opened'),
  ];
  return `${[openText(inState('opens').length, keys.length), ...clauses].join('; ')}.`;
}

function openText(opening: number, all: number): string {
  if (all === 1)
    return opening === 1 ? 'The key has a copy here that opens' : 'The key has no copy here that opens';
  if (opening === all) return `All ${counted(all, 'key')} have a copy here that opens`;
  if (opening === 0) return `None of ${counted(all, 'key')} has a copy here that opens`;
  return `${numberText(opening)} of ${counted(all, 'key')} ${opening === 1 ? 'has' : 'have'} a copy here that opens`;
}

function clausesOf(keys: readonly CheckedKey[], clause: (key: CheckedKey) => string, rest: string): string[] {
  const clauses = keys.slice(0, NAMED).map(clause);
  const more = keys.length - clauses.length;
  return more > 0 ? [...clauses, `${numberText(more)} more ${rest}`] : clauses;
}

const dependText = ({ recordings }: CheckedKey): string =>
  recordings ? `: ${counted(recordings, 'recording')} ${recordings === 1 ? 'depends' : 'depend'} on it` : '';

const perhaps = (count: number, which: string): string[] =>
  count === 0 ? [] : [`${count === 1 ? 'one' : numberText(count)} may be in files that ${which}`];
