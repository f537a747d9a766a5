import type { IvrProfile } from '../../client/queries/ivr-profiles.ts';
import { encryptionOf } from '../../domain/ivr-profile.ts';
import type { SelectItem } from '../../ui/form/select-window.tsx';
import { EncryptionChip } from './encryption-chip.tsx';

/** A profile in a window in which profiles are chosen. `said` is what is particular about it there. */
export const profileItem = (profile: IvrProfile, now: Date, said: string | false): SelectItem => ({
  id: profile.id,
  label: profile.name,
  details: [profile.geoLocation ?? 'No geo-location', profile.isDefault && 'default profile', said]
    .filter(Boolean)
    .join(', '),
  status: <EncryptionChip encryption={encryptionOf(profile, now)} />,
});
