import type { Validity } from './certificate.ts';

/**
 * A list of certificates that a person changes and saves as a whole: that of an IVR profile, or Screen Recording
 * Certificates. An unsaved change stays what the person did, so that it can be done again on a list that somebody else
 * has saved in the meantime.
 */

/** What is shown of a certificate, from whichever list it comes. */
export interface Listed extends Validity {
  id: string;
  subjectName: string;
  nameShared?: boolean;
  serialNumber: { hex: string };
}

/**
 * The list may contain certificates that this session does not see in the keystore, and the keystore others that are
 * not in the list, so the two are merged.
 */
export const knownCertificates = (
  list: readonly Listed[],
  keystore: readonly Listed[],
): ReadonlyMap<string, Listed> =>
  new Map([...list, ...keystore].map((certificate) => [certificate.id, certificate]));

/**
 * Only for a certificate that was deleted in another session, or that somebody else, whose session sees it, removed
 * from the list.
 */
export const UNKNOWN_NAME = 'A certificate that your session does not see';

/** The list as one person saw it: its version and the ids of its certificates, in order. */
export interface Version {
  etag: string;
  ids: readonly string[];
}

/**
 * An unsaved change of the list, and the version on which it began; `null` means no change. It contains only ids of
 * certificates, so it may be kept in the browser's session storage.
 */
export interface Draft {
  base: Version;
  added: readonly string[];
  removed: readonly string[];
}

/** What a person changed; nothing that has been taken back. */
const draftOf = (draft: Draft): Draft | null =>
  draft.added.length + draft.removed.length === 0 ? null : draft;

/** Adds to the list. A certificate that was marked for removal stays in the list instead. */
export function addTo(draft: Draft | null, current: Version, ids: readonly string[]): Draft | null {
  const { base, added, removed } = draft ?? { base: current, added: [], removed: [] };
  const fresh = ids.filter((id) => !removed.includes(id) && !current.ids.includes(id));
  return draftOf({
    base,
    added: [...new Set([...added, ...fresh])],
    removed: removed.filter((id) => !ids.includes(id)),
  });
}

/** Removes from the list. A certificate that was only marked for adding is simply not added. */
export function removeFrom(draft: Draft | null, current: Version, ids: readonly string[]): Draft | null {
  const { base, added, removed } = draft ?? { base: current, added: [], removed: [] };
  const present = ids.filter((id) => !added.includes(id) && current.ids.includes(id));
  return draftOf({
    base,
    added: added.filter((id) => !ids.includes(id)),
    removed: [...new Set([...removed, ...present])],
  });
}

/** Makes the list that is shown the wanted one. What stays keeps its place, what is new comes last. */
export function changeTo(draft: Draft | null, current: Version, wanted: readonly string[]): Draft | null {
  const { added, removed } = difference(wantedList(draft, current), wanted);
  return removeFrom(addTo(draft, current, added), current, removed);
}

/** Undoes the pending change of one certificate. */
export const undo = (draft: Draft, certificateId: string): Draft | null =>
  draftOf({
    base: draft.base,
    added: draft.added.filter((id) => id !== certificateId),
    removed: draft.removed.filter((id) => id !== certificateId),
  });

/** The list as it will be after Save: what stays in its order, then what is new. */
export const wantedList = (draft: Draft | null, current: Version): string[] => [
  ...current.ids.filter((id) => !draft?.removed.includes(id)),
  ...(draft?.added.filter((id) => !current.ids.includes(id)) ?? []),
];

/** Whether somebody else has saved the list since the draft began. Such a draft must not overwrite their change. */
export const isStale = (draft: Draft | null, current: Version): draft is Draft =>
  draft !== null && draft.base.etag !== current.etag;

/** The same change on the current list, without what the other person has already done. */
export const redo = (draft: Draft, current: Version): Draft | null =>
  draftOf({
    base: current,
    added: draft.added.filter((id) => !current.ids.includes(id)),
    removed: draft.removed.filter((id) => current.ids.includes(id)),
  });

export const difference = (before: readonly string[], after: readonly string[]) => ({
  added: after.filter((id) => !before.includes(id)),
  removed: before.filter((id) => !after.includes(id)),
});

/**
 * Whether a value from the browser's storage is a draft. An older version of the console may have written something
 * else.
 */
export const isDraft = (value: unknown): value is Draft =>
  has(value, 'base') &&
  has(value.base, 'etag') &&
  typeof value.base.etag === 'string' &&
  has(value.base, 'ids') &&
  isIds(value.base.ids) &&
  has(value, 'added') &&
  isIds(value.added) &&
  has(value, 'removed') &&
  isIds(value.removed);

const has = <K extends string>(value: unknown, member: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && member in value;

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((id) => typeof id === 'string');
