import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { redirect, type LoaderFunctionArgs, type RouteObject } from 'react-router';
import { sessionQuery } from '../client/session/session.ts';
import { refusal, type Capability } from '../domain/session.ts';
import { loadCode } from '../ui/hooks/load-code.ts';
import { Loading } from '../ui/page/loading.tsx';
import { keyTools } from './key-tools.ts';
import { paths } from '../paths.ts';
import { ProblemDocument, ProblemPage } from './problem-page.tsx';
import { ScreenRefused } from './screen-refused.ts';

/** The exports of a screen's module: its component and, if it needs data, what waits for them. */
interface Screen {
  Component: ComponentType;
  loader?: (client: QueryClient, args: LoaderFunctionArgs) => unknown;
}

interface ScreenRoute {
  path: string;
  /** What a person must be allowed to do; undefined for everybody who is signed in. */
  needs: Capability | undefined;
  /** The code of a screen is loaded when its URL is opened. */
  load: () => Promise<Screen>;
  /** The windows over the screen. */
  over: readonly ScreenRoute[];
}

const at = (
  path: string,
  needs: ScreenRoute['needs'],
  load: ScreenRoute['load'],
  ...over: readonly ScreenRoute[]
): ScreenRoute => ({ path, needs, load, over });

const calendar = at(
  'calendar',
  'view certificates',
  () => import('../screens/certificates/calendar-dialog.tsx'),
);
const lists = 'manage screen recording certificates';

/** Every screen of the console, in one table. */
const screens = [
  at('', undefined, () => import('../screens/overview/overview.tsx')),
  at(
    'administration/certificates',
    'use the Certificates screen',
    () => import('../screens/certificates/list.tsx'),
    at('upload', 'manage certificates', () => import('../screens/upload/upload.tsx')),
    calendar,
    at('request-assignment', 'make requests', () => import('../screens/requests/request-assignments.tsx')),
  ),
  at(
    'administration/certificates/recently-deleted',
    'manage certificates',
    () => import('../screens/certificates/recently-deleted.tsx'),
  ),
  at(
    'administration/certificates/:id/renew',
    'renew certificates',
    () => import('../screens/certificates/renew.tsx'),
  ),
  at(
    'administration/certificates/re-apply',
    'manage certificates',
    () => import('../screens/re-apply/re-apply.tsx'),
  ),
  at(
    'administration/certificates/:id',
    'view certificates',
    () => import('../screens/certificates/certificate.tsx'),
    at('delete', 'manage certificates', () => import('../screens/certificates/delete-dialog.tsx')),
    at('request-assignment', 'make requests', () => import('../screens/requests/request-assignments.tsx')),
  ),
  at(
    'administration/screen-recording-certificates',
    lists,
    () => import('../screens/screen-recording-certificates/list.tsx'),
    at(
      'select-certificate',
      lists,
      () => import('../screens/screen-recording-certificates/select-certificate.tsx'),
    ),
    at('save', lists, () => import('../screens/screen-recording-certificates/save-dialog.tsx')),
  ),
  at(
    'agent-setup/contact-center-settings/keys-management/keys',
    'manage keys',
    () => import('../screens/keys-management/keys.tsx'),
    at('upload', 'manage keys', () => import('../screens/upload/upload.tsx')),
    calendar,
  ),
  at(
    'ivr-profiles',
    'view IVR profiles',
    () => import('../screens/ivr-profiles/list.tsx'),
    at('assign', 'assign certificates', () => import('../screens/ivr-profiles/assign-to-profiles.tsx')),
    at('remove', 'assign certificates', () => import('../screens/ivr-profiles/remove-from-profiles.tsx')),
  ),
  at(
    'ivr-profiles/:id',
    'view IVR profiles',
    () => import('../screens/ivr-profiles/profile.tsx'),
    at(
      'select-certificate',
      'assign certificates',
      () => import('../screens/ivr-profiles/select-certificate.tsx'),
    ),
    at('turn-off', 'assign certificates', () => import('../screens/ivr-profiles/turn-off.tsx')),
  ),
  at('requests', 'view requests', () => import('../screens/requests/list.tsx')),
  at(
    'requests/:id',
    'view requests',
    () => import('../screens/requests/request.tsx'),
    at('agree', 'answer requests', () => import('../screens/requests/agree-dialog.tsx')),
    at('decline', 'answer requests', () => import('../screens/requests/decline-dialog.tsx')),
  ),
  at(
    'recordings',
    'view recordings',
    () => import('../screens/recordings/list.tsx'),
    at('test-call', 'make test calls', () => import('../screens/recordings/test-call.tsx')),
  ),
  at('recordings/:id', 'view recordings', () => import('../screens/recordings/recording.tsx')),
  at(
    'administration/accounts',
    'manage accounts',
    () => import('../screens/accounts/list.tsx'),
    at('add', 'manage accounts', () => import('../screens/accounts/add.tsx')),
  ),
  at('administration/accounts/:id', 'manage accounts', () => import('../screens/accounts/account.tsx')),
  at('your-account', 'use one’s own account', () => import('../screens/accounts/your-account.tsx')),
  at('audit-log', 'view audit log', () => import('../screens/audit-log/audit-log.tsx')),
  at('audit-log/:entry', 'view audit log', () => import('../screens/audit-log/entry.tsx')),
  at('administration/key-report', 'view key report', () => import('../screens/key-report/key-report.tsx')),
];

/** One module for all key tools, so that after opening one the others need no connection. */
const keyToolScreens = () => import('../key-tools/key-tools.ts');

/** Every URL of the console. */
export function routes(client: QueryClient): RouteObject[] {
  /**
   * A person who is not signed in goes to the sign-in page and comes back afterwards. For a person without the
   * privilege, the screen is replaced by the reason, and none of its calls is made.
   */
  const guard = async (request: Request, needs: Capability | undefined) => {
    const { session, now } = await client.ensureQueryData(sessionQuery());
    const { pathname, search } = new URL(request.url);
    if (!session || now !== undefined) throw redirect(paths.signIn({ back: pathname + search }));
    const refused = needs && refusal(session, needs);
    if (refused) throw await ScreenRefused.because(refused);
  };

  const screenRoute = ({ path, needs, load, over }: ScreenRoute): RouteObject => ({
    path,
    ErrorBoundary: ProblemPage,
    // A change of the query string (filters, sorting) concerns only the screen itself and needs no new data.
    shouldRevalidate: ({ currentUrl, nextUrl, defaultShouldRevalidate }) =>
      currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search
        ? false
        : defaultShouldRevalidate,
    lazy: async () => {
      const { Component, loader } = await loadCode(load);
      return {
        Component,
        loader: async (args: LoaderFunctionArgs) => {
          await guard(args.request, needs);
          await loader?.(client, args);
          // A screen reads from the cache of queries.
          return null;
        },
      };
    },
    children: over.map(screenRoute),
  });

  /** Open to everybody: without a guard, and its loader answers what the page shows. */
  const openRoute = (
    path: string,
    load: () => Promise<Screen>,
    ErrorBoundary = ProblemPage,
  ): RouteObject => ({
    path,
    ErrorBoundary,
    lazy: async () => {
      const { Component, loader } = await load();
      return { Component, ...(loader && { loader: (args: LoaderFunctionArgs) => loader(client, args) }) };
    },
  });

  return [
    {
      HydrateFallback: Loading,
      ErrorBoundary: ProblemDocument,
      children: [
        openRoute(
          '/sign-in',
          () => loadCode(() => import('../screens/sign-in/sign-in.tsx')),
          ProblemDocument,
        ),
        {
          lazy: async () => ({ Component: (await loadCode(() => import('./layout.tsx'))).Layout }),
          // Not awaited: every screen waits for the session in its own guard, and the key tools do not need it.
          loader: () => {
            void client.prefetchQuery(sessionQuery());
            return null;
          },
          shouldRevalidate: () => false,
          ErrorBoundary: ProblemPage,
          children: [
            ...screens.map(screenRoute),
            { path: 'key-tools', loader: () => redirect(paths.keyTool('generate')) },
            ...keyTools.map(({ tool }) =>
              openRoute(`key-tools/${tool}`, async () => (await loadCode(keyToolScreens)).screens[tool]),
            ),
            openRoute('key-tools/copy', () => loadCode(() => import('../key-tools/copy/copy.tsx'))),
            {
              path: '*',
              ErrorBoundary: ProblemPage,
              loader: async ({ request }) => {
                await guard(request, undefined);
                throw new Response(null, { status: 404 });
              },
            },
          ],
        },
      ],
    },
  ];
}
