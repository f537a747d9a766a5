import {
  addTo,
  isStale,
  redo,
  removeFrom,
  undo,
  wantedList,
  type Version,
} from '../../domain/screen-recording.ts';
import { isDraft } from '../../domain/screen-recording-draft.ts';
import { draftKeys } from '../../ui/drafts.ts';
import { useStored } from '../../ui/use-stored.ts';

/** The unsaved change of the list. It survives a reload, and each user has their own. */
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
