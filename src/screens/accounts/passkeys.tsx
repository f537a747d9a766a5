import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { Account } from '../../client/queries/accounts.ts';
import { minuteText } from '../../ui/page/dates.ts';

export type Passkey = Account['passkeys'][number];

interface PasskeysProps {
  passkeys: readonly Passkey[];
  /** What can be done with each. */
  actionOf?: (passkey: Passkey) => ReactNode;
}

/** The passkeys of an account, in the order in which they were added. */
export function Passkeys({ passkeys, actionOf }: PasskeysProps) {
  if (passkeys.length === 0) return <Typography>There is no passkey.</Typography>;
  return (
    <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1 }}>
      {passkeys.map((passkey) => (
        <Box
          key={passkey.id}
          component="li"
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', minHeight: 36 }}
        >
          <Box sx={{ flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }}>
            <Typography>
              <bdi>{passkey.name}</bdi>
            </Typography>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {`Added ${minuteText(passkey.addedAt)}, ${
                passkey.usedAt === null ? 'not used yet' : `last used ${minuteText(passkey.usedAt)}`
              }, for ${passkey.host}`}
            </Typography>
          </Box>
          {actionOf?.(passkey)}
        </Box>
      ))}
    </Box>
  );
}
