import type { CallName } from '../contract/calls.ts';
import { may, type Capability } from '../domain/session.ts';
import type { SignedIn } from './handler.ts';

interface Page {
  /** The modules that the page's route loads, by their path in the source. */
  modules: readonly string[];
  /** The page's first call, spelled exactly as the console makes it. */
  call?: string;
  /** Only where the page makes the call: one that was fetched for nothing is a warning in the browser. */
  needs?: Capability;
}

type Get = { [K in CallName]: K extends `GET ${infer Path}` ? Path : never }[CallName];
const first = (path: Get, query = ''): string => `${path}${query}`;

/** The frame around every page of somebody who is signed in. */
export const frame = 'src/app/layout.tsx';
export const signInPage: Page = { modules: ['src/screens/sign-in/sign-in.tsx'] };

/** The pages that people open first; any other one loads as its route is found. */
export const pages: Record<string, Page> = {
  '/': { modules: [frame, 'src/screens/overview/overview.tsx'] },
  '/administration/certificates': {
    modules: [frame, 'src/screens/certificates/list.tsx'],
    call: first('/api/certificates', '?limit=1000&sort=-uploadedAt'),
    needs: 'use the Certificates screen',
  },
};

/**
 * The Link header (RFC 8288, HTML's preload and modulepreload) of a page: its first call and its code are under way
 * with the document, before any script has run. `filesOf` answers the built files of a module.
 */
export function preloads(
  pathname: string,
  session: SignedIn | undefined,
  filesOf: (module: string) => string[],
): string | undefined {
  const page = session ? pages[pathname] : signInPage;
  const allowed = page?.needs === undefined || (session !== undefined && may(session, page.needs));
  const calls = [first('/api/session'), ...(page?.call && allowed ? [page.call] : [])];
  const modules = allowed ? (page?.modules ?? []) : [];
  return [
    ...calls.map((url) => `<${url}>; rel=preload; as=fetch; crossorigin`),
    ...new Set(modules.flatMap(filesOf).map((file) => `<${file}>; rel=modulepreload; crossorigin`)),
  ].join(', ');
}
