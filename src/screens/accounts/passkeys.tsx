import type { ReactNode } from 'react';
import type { Account } from '../../client/queries/accounts.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { Entries } from './entries.tsx';

export type Passkey = Account['passkeys'][number];

interface PasskeysProps {
  passkeys: readonly Passkey[];
  /** What can be done with each. */
  actionOf?: (passkey: Passkey) => ReactNode;
}

/** The passkeys of an account, in the order in which they were added. */
export const Passkeys = ({ passkeys, actionOf }: PasskeysProps) => (
  <Entries
    entries={passkeys.map((passkey) => ({
      id: passkey.id,
      title: passkey.name,
      details: `Added ${minuteText(passkey.addedAt)}, ${
        passkey.usedAt === null ? 'not used yet' : `last used ${minuteText(passkey.usedAt)}`
      }, for ${passkey.host}`,
      action: actionOf?.(passkey),
    }))}
    nothing="There is no passkey."
  />
);
