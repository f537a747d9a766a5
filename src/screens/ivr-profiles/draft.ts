import type { IvrProfile } from '../../client/ivr-profiles.ts';
import { redoOnTop } from '../../domain/ivr-profile.ts';
import { draftKeys } from '../../ui/drafts.ts';
import { useStored } from '../../ui/use-stored.ts';

/**
 * An unsaved change of a profile's list: what it was begun on, and what is wanted. `null` means unchanged, and then the
 * saved list shows. It holds ids of certificates and nothing else, so it may survive a reload in session storage.
 */
export interface Draft {
  /** The version it was begun on: another one now means that somebody else has saved meanwhile. */
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
    /** Back to what is saved means unchanged, unless somebody else's save has still to be looked at. */
    change: (wanted: string[]) => {
      const { etag, base } = draft ?? { etag: profile.etag, base: saved };
      set(etag === profile.etag && isSame(wanted) ? null : { etag, base, wanted });
    },
    /** What was changed here, done again on what somebody else has saved. */
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
