import { useNavigate } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import {
  saveScreenRecordingMutation,
  type ScreenRecordingCertificates,
} from '../../client/queries/screen-recording.ts';
import { difference } from '../../domain/draft-list.ts';
import type { DraftList } from '../../ui/form/draft-list.tsx';

/** Saves the draft of the list; the page then says how much was saved. */
export function useSave(list: ScreenRecordingCertificates, draft: DraftList) {
  const navigate = useNavigate();
  const { added, removed } = difference(
    list.items.map(({ id }) => id),
    draft.wanted,
  );
  return useAct(
    saveScreenRecordingMutation(() => {
      draft.discard();
      const saved = `Saved. The recorder reads the new list from now on: ${counted(added.length, removed.length)}.`;
      void navigate(paths.screenRecordingCertificates(), {
        preventScrollReset: true,
        replace: true,
        state: { saved },
      });
    }),
    { repeatable: true },
  );
}

export type Save = ReturnType<typeof useSave>;

const counted = (added: number, removed: number): string =>
  [added > 0 && `${added} added`, removed > 0 && `${removed} removed`]
    .filter((part) => part !== false)
    .join(', ');
