import type { IvrProfile } from '../../client/ivr-profiles.ts';
import { redoOnTop } from '../../domain/ivr-profile.ts';
import { draftKeys } from '../../ui/drafts.ts';
import { useStored } from '../../ui/use-stored.ts';

/**
 * An unsaved change of a profile's list: the list on which it began, and the wanted one. `null` means no change: the
 * saved list is shown. It contains only ids of certificates, so it may be kept in session storage, where it survives a
 * reload.
 */
export interface Draft {
  /**
   * The version on which the change began. If it differs from the current one, somebody else has saved in the meantime.
   */
  etag: string;
  base: string[];
  wanted: string[];
}

export function useDraft(username: string, profile: IvrProfile) {
  const [draft, set] = useStored(draftKeys.assignment(username, profile.id), isDraft);
  const saved = profile.certificates.map(({ id }) => id);
  const isSame = (wanted: readonly string[]) =>
    wanted.length === saved.length && wanted.every((id) => saved.includes(id));
  return {
    draft,
    wanted: draft?.wanted ?? saved,
    conflict: draft !== null && draft.etag !== profile.etag ? draft : undefined,
    /**
     * A draft that equals the saved list is no change and is dropped, except while another person's save has not been
     * looked at.
     */
    change: (wanted: string[]) => {
      const { etag, base } = draft ?? { etag: profile.etag, base: saved };
      set(etag === profile.etag && isSame(wanted) ? null : { etag, base, wanted });
    },
    /** Makes the same change on the list that the other person has saved. */
    redo: ({ base, wanted: mine }: Draft) => {
      const wanted = redoOnTop({ base, mine, theirs: saved });
      set(isSame(wanted) ? null : { etag: profile.etag, base: saved, wanted });
    },
    discard: () => set(null),
  };
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'etag' in value &&
  typeof value.etag === 'string' &&
  'base' in value &&
  isIds(value.base) &&
  'wanted' in value &&
  isIds(value.wanted);

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((id) => typeof id === 'string');
