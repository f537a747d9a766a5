import type { CallName } from '../contract/calls.ts';
import { may, type Capability } from '../domain/session.ts';
import type { SignedIn } from './handler.ts';

/** What a page needs first: its document brings it along, so that nothing of it is a round trip of its own. */
interface FirstPage {
  /** The modules that the page's route loads, by their path in the source. */
  modules: readonly string[];
  /** The page's first calls, spelled exactly as the console makes them. */
  calls: readonly string[];
}

type Get = { [K in CallName]: K extends `GET ${infer Path}` ? Path : never }[CallName];
interface First {
  path: Get;
  query?: string;
  needs: Capability;
}

/** What every page of somebody who is signed in has around it. */
const frame = 'src/app/layout.tsx';
const frameCalls: First[] = [
  // Before the lists: what changes in between is noticed then, and never missed.
  { path: '/api/versions', needs: 'view certificates' },
  { path: '/api/assignment-requests', needs: 'view assignment requests' },
  { path: '/api/deletion-requests', needs: 'view deletion requests' },
];

const signInPage = 'src/screens/sign-in/sign-in.tsx';

export const CERTIFICATES_PATH = '/administration/certificates';

/** The pages that people open first; any other one loads as its route is found. */
const pages: Record<string, { module: string; needs: Capability; calls: First[] }> = {
  '/': { module: 'src/screens/overview/overview.tsx', needs: 'view certificates', calls: [] },
  [CERTIFICATES_PATH]: {
    module: 'src/screens/certificates/list.tsx',
    needs: 'use the Certificates screen',
    calls: [{ path: '/api/certificates', query: '?limit=100&sort=-uploadedAt', needs: 'view certificates' }],
  },
};

/** All modules that a page brings along. */
export const firstModules = [signInPage, frame, ...Object.values(pages).map(({ module }) => module)];

/** What the page of this path needs first, for this session or for nobody's. */
export function firstPage(pathname: string, session: SignedIn | undefined): FirstPage {
  const state: Get = '/api/session';
  if (pathname.startsWith('/key-tools/')) return { modules: [], calls: [state] };
  if (!session) return { modules: [signInPage], calls: [state] };
  const page = pages[pathname];
  const shown = page && may(session, page.needs) ? page : undefined;
  const calls = [...frameCalls, ...(shown?.calls ?? [])].filter(({ needs }) => may(session, needs));
  return {
    modules: shown ? [frame, shown.module] : [],
    calls: [state, ...calls.map(({ path, query = '' }) => `${path}${query}`)],
  };
}
