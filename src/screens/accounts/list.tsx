import Button from '@mui/material/Button';
import { useMemo } from 'react';
import { Link as RouterLink, Outlet } from 'react-router';
import { paths } from '../../paths.ts';
import type { ListedAccount } from '../../client/queries/accounts.ts';
import { listLoader, useList } from '../../client/queries/list.ts';
import { accountSorts, accountStates, accountStateText, accountWords } from '../../domain/account.ts';
import { askedOf, type Get } from '../../domain/list.ts';
import { roles, roleText } from '../../domain/session.ts';
import { minuteText } from '../../ui/page/dates.ts';
import { ChoiceFilter } from '../../ui/list/choice-filter.tsx';
import { nameColumn } from '../../ui/list/columns.tsx';
import { List, useNarrow } from '../../ui/list/list.tsx';
import { useListState } from '../../ui/list/state.ts';
import type { Column } from '../../ui/list/table.tsx';
import { Page } from '../../ui/page/page.tsx';
import { AccountChip } from './account-chip.tsx';

const BY_NAME = 'username';

const askedAccounts = (get: Get) => ({
  ...askedOf(get, accountSorts, BY_NAME),
  role: roles.find((role) => role === get('role')),
  state: accountStates.find((state) => state === get('state')),
});

export const loader = listLoader('GET /api/accounts', 'accounts', askedAccounts);

/** *Accounts*: who may sign in, and as what. */
export function Component() {
  const state = useListState({ sort: BY_NAME, filters: ['role', 'state'] });
  const asked = askedAccounts(state.get);
  const list = useList('GET /api/accounts', 'accounts', asked);
  const narrow = useNarrow();
  const columns = useMemo(() => accountColumns(narrow), [narrow]);
  return (
    <Page
      title="Accounts"
      where="Administration"
      intro="Who may sign in to this tenant, and as what. Accounts are disabled and never removed, because the audit log names them."
      actions={
        <Button component={RouterLink} to={paths.addAccount()} variant="contained" preventScrollReset>
          Add account
        </Button>
      }
    >
      <List
        label="Accounts"
        noun={['account']}
        fileName="accounts"
        source={list}
        columns={columns}
        state={state}
        rowHeight={narrow ? 76 : 52}
        filters={
          <>
            <ChoiceFilter
              label="Role"
              value={asked.role}
              choices={roles}
              texts={roleText}
              onChange={(value) => state.set({ role: value })}
              sx={{ minWidth: 190 }}
            />
            <ChoiceFilter
              label="State"
              value={asked.state}
              choices={accountStates}
              texts={accountStateText}
              onChange={(value) => state.set({ state: value })}
              sx={{ minWidth: 170 }}
            />
          </>
        }
        nothing="No accounts yet."
      />
      <Outlet />
    </Page>
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
