import type { IvrProfile } from '../../client/ivr-profiles.ts';
import { Conflict as ConflictOfLists } from '../../ui/conflict.tsx';
import { minuteText } from '../../ui/dates.ts';
import type { Draft } from './draft.ts';
import { UNKNOWN_NAME, type KnownCertificate } from './known-certificates.ts';

interface ConflictProps {
  profile: IvrProfile;
  draft: Draft;
  known: ReadonlyMap<string, KnownCertificate>;
  onRedo: () => void;
  onDiscard: () => void;
}

/** Shown when somebody else has saved this profile first. */
export const Conflict = ({ profile, draft, known, onRedo, onDiscard }: ConflictProps) => (
  <ConflictOfLists
    title="Somebody else changed this profile after you opened it"
    intro={
      profile.changed
        ? `${profile.changed.by} saved it on ${minuteText(profile.changed.at)}.`
        : 'It was saved in the meantime.'
    }
    base={draft.base}
    saved={profile.certificates.map(({ id }) => id)}
    wanted={draft.wanted}
    nameOf={(id) => ({
      name: known.get(id)?.subjectName ?? UNKNOWN_NAME,
      serialNumber: known.get(id)?.serialNumber.hex,
    })}
    unchanged="Assigned"
    onRedo={onRedo}
    onDiscard={onDiscard}
  />
);
