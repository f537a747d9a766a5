import type { CallName } from '../contract/calls.ts';
import { may, type Capability, type Session } from '../domain/session.ts';

/** What a page needs first. Its document contains it, so that it costs no further round trips. */
interface FirstPage {
  /** The modules that the page's route loads, by path in the source. */
  modules: readonly string[];
  /** The page's first calls after that for the session, exactly as the console makes them. */
  calls: readonly string[];
}

type Get = { [K in CallName]: K extends `GET ${infer Path}` ? Path : never }[CallName];
interface First {
  path: Get;
  query?: string;
  needs: Capability;
}

/** The call that every page makes first. */
export const SESSION: Get = '/api/session';

/** The frame around every page of a signed-in person. */
const frame = 'src/app/layout.tsx';
const frameCalls: First[] = [
  // Before the lists: a change between the two answers is then noticed at the next check, and never missed.
  { path: '/api/versions', needs: 'view certificates' },
  { path: '/api/requests', query: '?limit=1&state=waiting', needs: 'view requests' },
];

const signInPage = 'src/screens/sign-in/sign-in.tsx';

export const CERTIFICATES_PATH = '/administration/certificates';
export const FIRST_CERTIFICATES = {
  path: '/api/certificates',
  query: '?limit=100&sort=-uploadedAt',
} as const;

/** The pages that people open first; for others, the code is loaded when their route is known. */
const pages: Record<string, { module: string; needs: Capability; calls: First[] }> = {
  '/': { module: 'src/screens/overview/overview.tsx', needs: 'view certificates', calls: [] },
  [CERTIFICATES_PATH]: {
    module: 'src/screens/certificates/list.tsx',
    needs: 'use the Certificates screen',
    calls: [{ ...FIRST_CERTIFICATES, needs: 'view certificates' }],
  },
};

/** All modules that can be named in a document. */
export const firstModules = [signInPage, frame, ...Object.values(pages).map(({ module }) => module)];

/** What the page at this path needs first, for this session or for nobody. */
export function firstPage(pathname: string, session: Session | undefined): FirstPage {
  if (pathname.startsWith('/key-tools/')) return { modules: [], calls: [] };
  if (!session) return { modules: [signInPage], calls: [] };
  const page = pages[pathname];
  const shown = page && may(session, page.needs) ? page : undefined;
  const calls = [...frameCalls, ...(shown?.calls ?? [])].filter(({ needs }) => may(session, needs));
  return {
    modules: shown ? [frame, shown.module] : [],
    calls: calls.map(({ path, query = '' }) => `${path}${query}`),
  };
}
