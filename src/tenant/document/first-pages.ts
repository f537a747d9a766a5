import type { CallName } from '../../contract/calls.ts';
import { askedCertificates } from '../../domain/certificate-columns.ts';
import { FIRST_ROWS } from '../../domain/list.ts';
import { may, type Capability, type Session } from '../../domain/session.ts';

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

/** The pages that people open first; for others, the code is loaded when their route is known. */
const pages: Record<
  string,
  { module: string; needs: Capability; callsOf: (params: URLSearchParams) => First[] }
> = {
  '/': {
    module: 'src/screens/overview/overview.tsx',
    needs: 'view certificates',
    // A browser that remembers a pair for a renewal asks for more, and makes the call itself.
    callsOf: () => [{ path: '/api/overview', needs: 'view certificates' }],
  },
  '/administration/certificates': {
    module: 'src/screens/certificates/list.tsx',
    needs: 'use the Certificates screen',
    callsOf: (params) => [
      {
        path: '/api/certificates',
        query: firstRows(askedCertificates((key) => params.get(key))),
        needs: 'view certificates',
      },
    ],
  },
};

/** As `client/queries/list.ts` asks for them. */
function firstRows(asked: Record<string, string | undefined>): string {
  const query = new URLSearchParams({ limit: String(FIRST_ROWS) });
  for (const [key, value] of Object.entries(asked)) if (value !== undefined) query.set(key, value);
  return `?${query}`;
}

/** All modules that can be named in a document. */
export const firstModules = [signInPage, frame, ...Object.values(pages).map(({ module }) => module)];

/** What the page at this URL needs first, for this session or for nobody. */
export function firstPage({ pathname, searchParams }: URL, session: Session | undefined): FirstPage {
  if (pathname.startsWith('/key-tools/')) return { modules: [], calls: [] };
  if (!session) return { modules: [signInPage], calls: [] };
  const page = pages[pathname];
  const shown = page && may(session, page.needs) ? page : undefined;
  const calls = [...frameCalls, ...(shown?.callsOf(searchParams) ?? [])].filter(({ needs }) =>
    may(session, needs),
  );
  return {
    modules: shown ? [frame, shown.module] : [],
    calls: calls.map(({ path, query = '' }) => `${path}${query}`),
  };
}
