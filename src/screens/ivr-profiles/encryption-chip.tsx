import { encryptionText, type Encryption } from '../../domain/ivr-profile.ts';
import { StatusChip } from '../../ui/page/status-chip.tsx';

const tones = {
  encrypted: 'good',
  'about to run out': 'soon',
  'not encrypted': 'bad',
  'does not record': 'neutral',
} as const;

export const EncryptionChip = ({ encryption }: { encryption: Encryption }) => (
  <StatusChip tone={tones[encryption.kind]} text={encryptionText(encryption)} />
);
