import { paths } from '../../paths.ts';
import type { ListedAccount } from '../../client/queries/accounts.ts';
import { listLoader, listOf, useList } from '../../client/queries/list.ts';
import { accountSorts, accountStates, accountStateText, accountWords } from '../../domain/account.ts';
import { askedOf } from '../../domain/list.ts';
import { roles, roleText } from '../../domain/session.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { ButtonLink } from '../../ui/page/button-link.tsx';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import { nameColumn } from '../../ui/list/columns.tsx';
import { useColumns } from '../../ui/list/list.tsx';
import { ListPage } from '../../ui/list/list-page.tsx';
import { useListState } from '../../ui/list/state.ts';
import type { Column } from '../../ui/list/table.tsx';
import { AccountChip } from './account-chip.tsx';

const BY_NAME = 'username';

const accounts = listOf({
  call: 'GET /api/accounts',
  noun: 'accounts',
  sort: BY_NAME,
  filters: ['role', 'state'],
  asked: (get) => ({
    ...askedOf(get, accountSorts, BY_NAME),
    role: roles.find((role) => role === get('role')),
    state: accountStates.find((state) => state === get('state')),
  }),
});

export const loader = listLoader(accounts);

/** *Accounts*: who may sign in, and as what. */
export function Component() {
  const list = useList(accounts, useListState(accounts));
  return (
    <ListPage
      title="Accounts"
      where="Administration"
      intro="Who may sign in to this tenant, and as what. Accounts are disabled and never removed, because the audit log names them."
      actions={
        <ButtonLink to={paths.addAccount()} variant="contained" preventScrollReset>
          Add account
        </ButtonLink>
      }
      noun={['account']}
      source={list}
      columns={useColumns(accountColumns)}
      narrowHeight={76}
      filters={
        <>
          <ChoiceFilter name="role" label="Role" state={list.state} choices={roleText} width={210} />
          <ChoiceFilter
            name="state"
            label="State"
            state={list.state}
            choices={accountStateText}
            width={170}
          />
        </>
      }
      nothing="No accounts yet."
    />
  );
}

/** On a narrow screen, the first column also shows the role and the state. */
const accountColumns = (narrow: boolean): Column<ListedAccount>[] => [
  nameColumn('username', 'User name', ({ username }) => username, {
    to: ({ id }) => paths.account(id),
    under:
      narrow &&
      ((account) => (
        <div>
          {roleText[account.role]} <AccountChip account={account} />
        </div>
      )),
  }),
  { ...accountWords.role, from: 720 },
  { ...accountWords.state, from: 720, cell: (account) => <AccountChip account={account} /> },
  { ...accountWords.signsInWith, from: 1000 },
  {
    ...accountWords.signedInAt,
    from: 1000,
    cell: ({ signedInAt }) => (signedInAt === null ? '–' : minuteText(signedInAt)),
  },
];
