import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import {
  redirect,
  type LoaderFunction,
  type LoaderFunctionArgs,
  type RouteObject,
  type ShouldRevalidateFunctionArgs,
} from 'react-router';
import { sessionQuery } from '../client/session/session.ts';
import { refusal, type Capability } from '../domain/session.ts';
import { loadCode } from '../ui/hooks/load-code.ts';
import { Loading } from '../ui/page/loading.tsx';
import { keyTools } from './key-tools.ts';
import { paths } from '../paths.ts';
import { ProblemDocument, ProblemPage } from './problem-page.tsx';
import { ScreenRefused } from './screen-refused.ts';

/** The exports of a screen's module: its component and, if it needs data, a loader that waits for them. */
interface Screen {
  Component: ComponentType;
  loader?: (client: QueryClient) => LoaderFunction;
}

/** One module for all key tools, so that after opening one the others need no connection. */
const keyToolScreens = () => import('../key-tools/key-tools.ts');

/** Every URL of the console, in one table. The code of a screen is loaded when its URL is opened. */
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

  const screen = (needs: Capability | undefined, load: () => Promise<Screen>) => ({
    ErrorBoundary: ProblemPage,
    // A change of the query string (filters, sorting) concerns only the screen itself and needs no new data.
    shouldRevalidate: ({ currentUrl, nextUrl, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) =>
      currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search
        ? false
        : defaultShouldRevalidate,
    lazy: async () => {
      const { Component, loader } = await loadCode(load);
      return {
        Component,
        loader: async (args: LoaderFunctionArgs, context: unknown) => {
          await guard(args.request, needs);
          return (await loader?.(client)(args, context)) ?? null;
        },
      };
    },
  });

  /** Open to everybody: without a guard and without calls. */
  const keyToolRoutes = keyTools.map(({ tool }) => ({
    path: `key-tools/${tool}`,
    ErrorBoundary: ProblemPage,
    lazy: async () => {
      const { Component, loader } = (await loadCode(keyToolScreens)).screens[tool];
      return { Component, ...(loader && { loader: loader(client) }) };
    },
  }));

  return [
    {
      HydrateFallback: Loading,
      ErrorBoundary: ProblemDocument,
      children: [
        {
          path: '/sign-in',
          lazy: async () => {
            const { Component, loader } = await loadCode(() => import('../screens/sign-in/sign-in.tsx'));
            return { Component, loader: loader(client) };
          },
        },
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
            { index: true, ...screen(undefined, () => import('../screens/overview/overview.tsx')) },
            {
              path: 'administration/certificates',
              ...screen('use the Certificates screen', () => import('../screens/certificates/list.tsx')),
              children: [
                {
                  path: 'upload',
                  ...screen('manage certificates', () => import('../screens/upload/upload-certificate.tsx')),
                },
                {
                  path: 'calendar',
                  ...screen('view certificates', () => import('../screens/certificates/calendar-dialog.tsx')),
                },
                {
                  path: 'request-assignment',
                  ...screen('make requests', () => import('../screens/requests/request-assignments.tsx')),
                },
              ],
            },
            {
              path: 'administration/certificates/recently-deleted',
              ...screen('manage certificates', () => import('../screens/certificates/recently-deleted.tsx')),
            },
            {
              path: 'administration/certificates/:id/renew',
              ...screen('renew certificates', () => import('../screens/certificates/renew.tsx')),
            },
            {
              path: 'administration/certificates/re-apply',
              ...screen('manage certificates', () => import('../screens/re-apply/re-apply.tsx')),
            },
            {
              path: 'administration/certificates/:id',
              ...screen('view certificates', () => import('../screens/certificates/certificate.tsx')),
              children: [
                {
                  path: 'delete',
                  ...screen('manage certificates', () => import('../screens/certificates/delete-dialog.tsx')),
                },
                {
                  path: 'request-assignment',
                  ...screen('make requests', () => import('../screens/requests/request-assignment.tsx')),
                },
              ],
            },
            {
              path: 'administration/screen-recording-certificates',
              ...screen(
                'manage screen recording certificates',
                () => import('../screens/screen-recording-certificates/list.tsx'),
              ),
              children: [
                {
                  path: 'select-certificate',
                  ...screen(
                    'manage screen recording certificates',
                    () => import('../screens/screen-recording-certificates/select-certificate.tsx'),
                  ),
                },
                {
                  path: 'save',
                  ...screen(
                    'manage screen recording certificates',
                    () => import('../screens/screen-recording-certificates/save-dialog.tsx'),
                  ),
                },
              ],
            },
            {
              path: 'agent-setup/contact-center-settings/keys-management/keys',
              ...screen('manage keys', () => import('../screens/keys-management/keys.tsx')),
              children: [
                {
                  path: 'upload',
                  ...screen('manage keys', () => import('../screens/upload/upload-key.tsx')),
                },
                {
                  path: 'calendar',
                  ...screen('view certificates', () => import('../screens/certificates/calendar-dialog.tsx')),
                },
              ],
            },
            {
              path: 'ivr-profiles',
              ...screen('view IVR profiles', () => import('../screens/ivr-profiles/list.tsx')),
              children: [
                {
                  path: 'assign',
                  ...screen(
                    'assign certificates',
                    () => import('../screens/ivr-profiles/assign-to-profiles.tsx'),
                  ),
                },
                {
                  path: 'remove',
                  ...screen(
                    'assign certificates',
                    () => import('../screens/ivr-profiles/remove-from-profiles.tsx'),
                  ),
                },
              ],
            },
            {
              path: 'ivr-profiles/:id',
              ...screen('view IVR profiles', () => import('../screens/ivr-profiles/profile.tsx')),
              children: [
                {
                  path: 'select-certificate',
                  ...screen(
                    'assign certificates',
                    () => import('../screens/ivr-profiles/select-certificate.tsx'),
                  ),
                },
                {
                  path: 'turn-off',
                  ...screen('assign certificates', () => import('../screens/ivr-profiles/turn-off.tsx')),
                },
              ],
            },
            {
              path: 'requests',
              ...screen('view requests', () => import('../screens/requests/list.tsx')),
            },
            {
              path: 'requests/:id',
              ...screen('view requests', () => import('../screens/requests/request.tsx')),
              children: [
                {
                  path: 'agree',
                  ...screen('answer requests', () => import('../screens/requests/agree-dialog.tsx')),
                },
                {
                  path: 'decline',
                  ...screen('answer requests', () => import('../screens/requests/decline-dialog.tsx')),
                },
              ],
            },
            {
              path: 'recordings',
              ...screen('view recordings', () => import('../screens/recordings/list.tsx')),
              children: [
                {
                  path: 'test-call',
                  ...screen('make test calls', () => import('../screens/recordings/test-call.tsx')),
                },
              ],
            },
            {
              path: 'recordings/:id',
              ...screen('view recordings', () => import('../screens/recordings/recording.tsx')),
            },
            {
              path: 'administration/accounts',
              ...screen('manage accounts', () => import('../screens/accounts/list.tsx')),
              children: [
                {
                  path: 'add',
                  ...screen('manage accounts', () => import('../screens/accounts/add.tsx')),
                },
              ],
            },
            {
              path: 'administration/accounts/:id',
              ...screen('manage accounts', () => import('../screens/accounts/account.tsx')),
            },
            {
              path: 'your-account',
              ...screen('use one’s own account', () => import('../screens/accounts/your-account.tsx')),
            },
            {
              path: 'audit-log',
              ...screen('view audit log', () => import('../screens/audit-log/audit-log.tsx')),
            },
            {
              path: 'audit-log/:entry',
              ...screen('view audit log', () => import('../screens/audit-log/entry.tsx')),
            },
            {
              path: 'administration/key-report',
              ...screen('view key report', () => import('../screens/key-report/key-report.tsx')),
            },
            { path: 'key-tools', loader: () => redirect(paths.keyTool('generate')) },
            ...keyToolRoutes,
            {
              path: 'key-tools/copy',
              ErrorBoundary: ProblemPage,
              lazy: async () => {
                const { Component, loader } = await loadCode(() => import('../key-tools/copy/copy.tsx'));
                return { Component, loader: loader(client) };
              },
            },
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
