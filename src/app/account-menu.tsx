import AccountIcon from '@mui/icons-material/Person';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Typography from '@mui/material/Typography';
import { useColorScheme } from '@mui/material/styles';
import { Suspense, useState } from 'react';
import { Link as RouterLink, useRevalidator } from 'react-router';
import { useAct } from '../client/act.ts';
import { signOutMutation } from '../client/session/sign-out.ts';
import { roleText, type Session } from '../domain/session.ts';
import { lazyCode } from '../ui/hooks/load-code.ts';
import { useShortcut } from '../ui/hooks/shortcut.ts';
import { useMenu } from '../ui/hooks/use-menu.ts';
import { useZoneChange } from '../ui/hooks/zone.ts';
import { ownZoneName } from '../ui/page/dates.ts';
import { paths } from '../paths.ts';

const colourSchemes = [
  ['system', 'Colours: as the system'],
  ['light', 'Colours: light'],
  ['dark', 'Colours: dark'],
] as const;

const ShortcutsDialog = lazyCode(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog);

/** Who is signed in, and their settings. */
export function AccountMenu({ session, wide }: { session: Session; wide: boolean }) {
  const { button, menu, close } = useMenu();
  const { mode, setMode } = useColorScheme();
  const signOut = useAct(signOutMutation(paths.signIn(), session));
  const [shortcuts, setShortcuts] = useState(false);
  useShortcut('?', () => setShortcuts(true));
  const { revalidate } = useRevalidator();
  const [zone, setZone] = useZoneChange(() => void revalidate());
  useShortcut('u', () => setZone(zone === 'UTC' ? 'own' : 'UTC'));
  return (
    <>
      {shortcuts && (
        <Suspense>
          <ShortcutsDialog onClose={() => setShortcuts(false)} />
        </Suspense>
      )}
      <Button
        {...button}
        color="inherit"
        startIcon={<AccountIcon />}
        aria-label={`Account: ${session.username}, tenant ${session.tenant.name}`}
        sx={{ minWidth: 0, '& .MuiButton-startIcon': { mr: wide ? 1 : 0 } }}
      >
        {wide && (
          // A long user name is cut, so that nothing else in the header moves.
          <Box
            component="span"
            sx={{ textAlign: 'left', lineHeight: 1.2, maxWidth: 160, minWidth: 0, '& > span': cut }}
          >
            <span>{session.username}</span>
            <Typography component="span" variant="caption" sx={{ opacity: 0.85, lineHeight: 1.2 }}>
              {session.tenant.name}
            </Typography>
          </Box>
        )}
      </Button>
      {menu && (
        <Menu {...menu}>
          <Box component="li" role="presentation" sx={{ px: 2, py: 1, maxWidth: 280 }}>
            <Typography sx={{ fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>
              {session.username}
            </Typography>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              {roleText[session.role]}, tenant {session.tenant.name} on{' '}
              {session.tenant.platform === 'aws' ? 'AWS' : 'Azure'}
            </Typography>
          </Box>
          <Divider component="li" role="presentation" />
          <MenuItem component={RouterLink} to={paths.yourAccount()} onClick={close}>
            Your account
          </MenuItem>
          <Divider component="li" role="presentation" />
          <ChoiceItems choices={colourSchemes} value={mode} onChoose={setMode} />
          <Divider component="li" role="presentation" />
          <ChoiceItems
            choices={[
              ['own', `Times: here (${ownZoneName()})`],
              ['UTC', 'Times: UTC'],
            ]}
            value={zone}
            onChoose={setZone}
          />
          <Divider component="li" role="presentation" />
          <MenuItem
            onClick={() => {
              close();
              setShortcuts(true);
            }}
          >
            Keyboard shortcuts
          </MenuItem>
          <MenuItem onClick={() => signOut.mutate()} disabled={signOut.isPending}>
            Sign out
          </MenuItem>
          {signOut.error && (
            <Alert role="alert" component="li" severity="error">
              {signOut.error.message}
            </Alert>
          )}
        </Menu>
      )}
    </>
  );
}

const cut = { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

interface ChoiceItemsProps<Value extends string> {
  choices: readonly (readonly [Value, string])[];
  value: Value | undefined;
  onChoose: (value: Value) => void;
}

/** The items of a menu of which one is chosen. The menu stays open. */
const ChoiceItems = <Value extends string>(props: ChoiceItemsProps<Value>) =>
  props.choices.map(([value, label]) => (
    <MenuItem
      key={value}
      role="menuitemradio"
      aria-checked={props.value === value}
      selected={props.value === value}
      onClick={() => props.onChoose(value)}
    >
      {label}
    </MenuItem>
  ));
