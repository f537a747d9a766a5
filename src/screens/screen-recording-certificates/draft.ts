import {
  addTo,
  isStale,
  redo,
  removeFrom,
  undo,
  wantedList,
  type Draft,
  type Version,
} from '../../domain/screen-recording.ts';
import { draftKeys } from '../../ui/drafts.ts';
import { useStored } from '../../ui/use-stored.ts';

/** The unsaved change of the list; it survives a reload and belongs to one person. */
export function useDraft(username: string, current: Version) {
  const [draft, set] = useStored(draftKeys.screenRecording(username), isDraft);
  return {
    draft,
    wanted: wantedList(draft, current),
    conflict: isStale(draft, current) ? draft : undefined,
    add: (ids: readonly string[]) => set(addTo(draft, current, ids)),
    remove: (ids: readonly string[]) => set(removeFrom(draft, current, ids)),
    undo: (id: string) => set(draft && undo(draft, id)),
    redo: () => set(draft && redo(draft, current)),
    discard: () => set(null),
  };
}

const isDraft = (value: unknown): value is Draft =>
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
