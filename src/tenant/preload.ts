import type { CallName } from '../contract/calls.ts';
import { may, type Capability } from '../domain/session.ts';
import type { SignedIn } from './handler.ts';

interface Preload {
  url: string;
  /** Only where the page makes the call: one that was fetched for nothing is a warning in the browser. */
  needs?: Capability;
}

type Get = { [K in CallName]: K extends `GET ${infer Path}` ? Path : never }[CallName];
const first = (path: Get, query = ''): string => `${path}${query}`;

const everyPage: readonly Preload[] = [{ url: first('/api/session') }];

/** The first call of a page, spelled exactly as the console makes it: it is under way before any script has run. */
const pages: Record<string, readonly Preload[]> = {
  '/administration/certificates': [
    {
      url: first('/api/certificates', '?limit=1000&sort=-uploadedAt'),
      needs: 'use the Certificates screen',
    },
  ],
};

/** The Link header (RFC 8288, HTML's preload) for a page, or undefined when nobody is signed in. */
export function preloads(pathname: string, session: SignedIn | undefined): string | undefined {
  if (!session) return undefined;
  return [...everyPage, ...(pages[pathname] ?? [])]
    .filter(({ needs }) => needs === undefined || may(session, needs))
    .map(({ url }) => `<${url}>; rel=preload; as=fetch; crossorigin`)
    .join(', ');
}
