import { accountStateText, type AccountState } from '../../domain/account.ts';
import { StatusChip } from '../../ui/page/status-chip.tsx';

const tones = { active: 'good', invited: 'soon', disabled: 'bad' } as const;

export const AccountChip = ({ account: { state } }: { account: { state: AccountState } }) => (
  <StatusChip tone={tones[state]} text={accountStateText[state]} />
);
