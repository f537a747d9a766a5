import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import {
  addTo,
  changeTo,
  isDraft,
  isStale,
  redo,
  removeFrom,
  undo,
  wantedList,
  type Draft,
  type Version,
} from '../../domain/draft-list.ts';
import { readStored, useStored } from '../hooks/use-stored.ts';

/** The unsaved change of a list, kept under `key` (drafts.ts). It survives a reload, and each user has their own. */
export function useDraftList(key: string, current: Version) {
  const [draft, set] = useStored(key, isDraft);
  return {
    draft,
    wanted: wantedList(draft, current),
    conflict: isStale(draft, current) ? draft : undefined,
    add: (ids: readonly string[]) => set(addTo(draft, current, ids)),
    remove: (ids: readonly string[]) => set(removeFrom(draft, current, ids)),
    change: (wanted: readonly string[]) => set(changeTo(draft, current, wanted)),
    undo: (id: string) => set(draft && undo(draft, id)),
    redo: () => set(draft && redo(draft, current)),
    discard: () => set(null),
  };
}

/** The certificates that the stored draft of a list speaks of. */
export const draftedIds = (key: string): string[] => idsIn(readStored(key, isDraft));

export const idsIn = (draft: Draft | null): string[] =>
  draft ? [...new Set([...draft.base.ids, ...draft.added, ...draft.removed])] : [];

export type DraftList = ReturnType<typeof useDraftList>;

interface DraftActionsProps {
  draft: DraftList;
  pending?: boolean;
  onCancel: () => void;
  onSave: () => void;
}

/** Below the list: what is pending, *Cancel* and *Save*. */
export const DraftActions = ({ draft, pending = false, onCancel, onSave }: DraftActionsProps) => (
  <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', justifyContent: 'flex-end', mt: 2 }}>
    <Box
      id={SUMMARY}
      role="status"
      tabIndex={-1}
      sx={{ flex: 1, color: 'text.secondary', fontSize: 'body2.fontSize', outline: 'none' }}
    >
      {summaryOf(draft)}
    </Box>
    <Button
      disabled={!draft.draft || pending}
      onClick={() => {
        onCancel();
        focusSummary();
      }}
    >
      Cancel
    </Button>
    <Button
      variant="contained"
      disabled={!draft.draft || draft.conflict !== undefined}
      loading={pending}
      onClick={onSave}
      aria-describedby={SUMMARY}
    >
      Save
    </Button>
  </Box>
);

const SUMMARY = 'what-is-pending';

/** Controls that are disabled or gone after they were pressed give the focus to the summary of the change. */
export const focusSummary = () => document.getElementById(SUMMARY)?.focus();

function summaryOf({ draft, conflict }: DraftList): string {
  if (!draft) return 'Nothing has been changed.';
  if (conflict) return 'Not saved: first decide what to do with the other change.';
  const parts = [
    draft.added.length > 0 && `${draft.added.length} to add`,
    draft.removed.length > 0 && `${draft.removed.length} to remove`,
  ].filter((part) => part !== false);
  return `Not saved yet: ${parts.join(', ')}.`;
}
