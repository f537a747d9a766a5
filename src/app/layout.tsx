import ExpandIcon from '@mui/icons-material/ArrowDropDown';
import MenuIcon from '@mui/icons-material/Menu';
import KeyIcon from '@mui/icons-material/VpnKey';
import AppBar from '@mui/material/AppBar';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import LinearProgress from '@mui/material/LinearProgress';
import Link from '@mui/material/Link';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemText from '@mui/material/ListItemText';
import ListSubheader from '@mui/material/ListSubheader';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Toolbar from '@mui/material/Toolbar';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { versionsQuery } from '../client/queries/lists-in-sight.ts';
import { waitingRequestsQuery } from '../client/queries/requests.ts';
import { sessionQuery } from '../client/session/session.ts';
import { may, type Session } from '../domain/session.ts';
import { useKeptFocus } from '../ui/hooks/keep-focus.ts';
import { useMenu } from '../ui/hooks/use-menu.ts';
import { AccountMenu } from './account-menu.tsx';
import { ClockBanner } from './clock-banner.tsx';
import { ButtonLink } from '../ui/page/button-link.tsx';
import { To } from '../ui/page/to.tsx';
import { navigationFor, waitingText, type NavigationGroup } from './navigation.ts';
import { paths } from '../paths.ts';
import { SessionWatch } from './session-watch.tsx';

/** The frame around every screen of a signed-in person, and around the key tools for everybody. */
export function Layout() {
  const location = useLocation();
  useKeptFocus();
  // The key tools make no requests: there, the frame only shows the session that is already known.
  const { data, isError } = useQuery({ ...sessionQuery(), enabled: !isKeyTool(location.pathname) });
  const session = data?.session ?? undefined;
  const asks = !isKeyTool(location.pathname) && data?.now === undefined;
  const waiting = useQuery({
    ...waitingRequestsQuery(),
    enabled: asks && session !== undefined && may(session, 'view requests'),
  }).data?.total;
  useQuery({
    ...versionsQuery(),
    enabled: asks && session !== undefined && may(session, 'view certificates'),
    // Otherwise the start and the end of each poll would render the frame and its screen again.
    notifyOnChangeProps: [],
  });
  if (!session && !isKeyTool(location.pathname)) {
    // The tenant could not even be asked who is signed in: the screen is replaced by the problem and *Try again*.
    return isError ? (
      <main>
        <Outlet />
      </main>
    ) : null;
  }
  const groups = navigationFor(session, waiting ?? 0);
  return (
    <Box sx={{ minHeight: '100vh', display: 'flex', flexDirection: 'column' }}>
      <ScrollRestoration />
      <SkipLink />
      <Header session={session} groups={groups} signedOut={!session && (isError || data !== undefined)} />
      <SessionWatch asksTenant={!isKeyTool(location.pathname)} />
      <ClockBanner />
      <Box component="main" id="content" tabIndex={-1} sx={{ flex: 1, minWidth: 0, outline: 'none' }}>
        <Outlet />
      </Box>
    </Box>
  );
}

function SkipLink() {
  return (
    <Link
      href="#content"
      sx={{
        position: 'absolute',
        left: 8,
        top: -64,
        zIndex: 'tooltip',
        p: 1.5,
        bgcolor: 'background.paper',
        borderRadius: 1,
        '&:focus': { top: 8 },
      }}
    >
      Skip to content
    </Link>
  );
}

interface HeaderProps {
  /** Undefined where nobody is signed in, or where that is not known yet. */
  session: Session | undefined;
  groups: NavigationGroup[];
  signedOut: boolean;
}

function Header({ session, groups, signedOut }: HeaderProps) {
  const { pathname } = useLocation();
  const navigation = useNavigation();
  const wide = useMediaQuery('(min-width: 1200px)');
  const roomy = useMediaQuery('(min-width: 1440px)');
  return (
    <AppBar position="sticky" sx={{ borderBottom: '1px solid', borderColor: 'divider' }}>
      <Toolbar sx={{ minHeight: '56px !important', gap: 1 }}>
        {!wide && <NarrowNavigation groups={groups} />}
        <To
          to={paths.overview()}
          color="inherit"
          underline="none"
          sx={{
            display: 'flex',
            alignItems: 'center',
            gap: 1,
            fontWeight: 'fontWeightBold',
            mr: { xs: 0, sm: 2 },
          }}
        >
          <KeyIcon fontSize="small" sx={{ color: 'var(--header-mark)' }} />
          <Box component="span" sx={{ lineHeight: 1.2, ...(!roomy && { width: 'min-content' }) }}>
            {roomy ? 'Recording Certificate Console' : 'Recording Certificates'}
          </Box>
        </To>
        {wide && <WideNavigation groups={groups} />}
        <Box sx={{ flex: 1 }} />
        {session && <AccountMenu session={session} wide={wide} />}
        {signedOut && (
          <ButtonLink to={paths.signIn({ back: pathname })} color="inherit" sx={{ flexShrink: 0 }}>
            Sign in
          </ButtonLink>
        )}
      </Toolbar>
      {navigation.state === 'loading' && (
        <LinearProgress
          aria-label="Loading"
          sx={{ height: 3, position: 'absolute', bottom: -3, width: '100%' }}
        />
      )}
    </AppBar>
  );
}

function WideNavigation({ groups }: { groups: NavigationGroup[] }) {
  const { pathname } = useLocation();
  return (
    <Box component="nav" aria-label="Main" sx={{ display: 'flex', gap: 0.5 }}>
      {groups.map((group) => {
        const current = group.items.some((item) => isCurrent(pathname, item.to));
        const [only] = group.items;
        const sx = {
          whiteSpace: 'nowrap',
          color: 'inherit',
          px: { xs: 1, xl: 1.5 },
          flexShrink: 0,
          bgcolor: current ? 'rgb(255 255 255 / 14%)' : 'transparent',
        };
        return group.label === only?.label ? (
          <ButtonLink
            key={group.label}
            to={only.to}
            sx={sx}
            {...(current && { 'aria-current': 'page' as const })}
          >
            {group.label}
          </ButtonLink>
        ) : (
          <GroupMenu key={group.label} group={group} pathname={pathname} sx={sx} />
        );
      })}
    </Box>
  );
}

function GroupMenu({ group, pathname, sx }: { group: NavigationGroup; pathname: string; sx: object }) {
  const { button, menu, close } = useMenu();
  return (
    <>
      <Button
        {...button}
        sx={sx}
        endIcon={<ExpandIcon />}
        {...(group.waiting && { 'aria-label': `${group.label}: ${waitingText(group.waiting)}` })}
      >
        {group.label}
        {group.waiting ? <Count>{group.waiting}</Count> : null}
      </Button>
      {menu && (
        <Menu {...menu}>
          {group.items.map((item) => (
            <MenuItem
              key={item.to}
              component={RouterLink}
              to={item.to}
              onClick={close}
              selected={isCurrent(pathname, item.to)}
            >
              <ListItemText primary={item.label} secondary={item.where} />
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}

const Count = ({ children }: { children: number }) => (
  <Box
    component="span"
    sx={{
      ml: 0.75,
      px: 0.75,
      borderRadius: 2,
      fontSize: 'caption.fontSize',
      lineHeight: '18px',
      bgcolor: 'var(--header-mark)',
      color: 'var(--header-on-mark)',
    }}
  >
    {children}
  </Box>
);

function NarrowNavigation({ groups }: { groups: NavigationGroup[] }) {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const close = () => setOpen(false);
  return (
    <>
      <IconButton aria-label="Menu" color="inherit" edge="start" onClick={() => setOpen(true)}>
        <MenuIcon />
      </IconButton>
      <Drawer open={open} onClose={close} slotProps={{ paper: { sx: { width: 288 } } }}>
        <Box component="nav" aria-label="Main">
          {groups.map((group) => (
            <List
              key={group.label}
              subheader={
                group.label === group.items[0]?.label ? undefined : (
                  <ListSubheader component="div">{group.label}</ListSubheader>
                )
              }
            >
              {group.items.map((item) => (
                <ListItem key={item.to} disablePadding>
                  <ListItemButton
                    component={RouterLink}
                    to={item.to}
                    onClick={close}
                    selected={isCurrent(pathname, item.to)}
                  >
                    <ListItemText primary={item.label} secondary={item.where} />
                  </ListItemButton>
                </ListItem>
              ))}
            </List>
          ))}
        </Box>
      </Drawer>
    </>
  );
}

const isKeyTool = (pathname: string) => pathname.startsWith('/key-tools/');

const isCurrent = (pathname: string, to: string) =>
  to === paths.overview() ? pathname === to : pathname === to || pathname.startsWith(`${to}/`);
