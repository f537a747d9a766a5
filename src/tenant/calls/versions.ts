import { createHash, randomBytes } from 'node:crypto';
import type { CallName } from '../../contract/calls.ts';
import type { SignedIn, SomeHandlers } from '../http/handler.ts';
import { listVersions, viewName, type List } from '../store/versions.ts';

/**
 * Part of every tag, because after a restart the same numbers can mean a different answer: the code may be newer, or
 * the database restored.
 */
const START = randomBytes(9).toString('base64url');

/** Calls whose answer depends only on a list, on the session's view and on the query. */
const listOf: Partial<Record<CallName, List>> = {
  'GET /api/certificates': 'certificates',
  'GET /api/keys': 'keys',
  'GET /api/requests': 'requests',
};

/**
 * The entity tag (RFC 9110, 8.8.3) of a list as a session sees it, and the name of that view. The tag is weak, because
 * the same answer is compressed in several ways. Undefined for other calls, and for a list with a filter by status:
 * what that finds depends on the time, too.
 */
export function listTag(
  name: CallName,
  session: SignedIn | undefined,
  query: unknown,
): { etag: string; view: string } | undefined {
  const list = listOf[name];
  if (!list || !session) return undefined;
  if (typeof query === 'object' && query !== null && 'status' in query) return undefined;
  const { database } = session.store;
  const view = [session.store.slug, session.role, viewName(database, session.view)].join();
  const hash = createHash('sha256').update([START, view, list, listVersions(database)[list]].join());
  return { etag: `W/"${hash.digest('base64url').slice(0, 22)}"`, view };
}

export const versionCalls = {
  'GET /api/versions': ({ session, answerHeaders }) => {
    const versions = listVersions(session.store.database);
    const hash = createHash('sha256').update(START + JSON.stringify(versions));
    answerHeaders.set('ETag', `W/"${hash.digest('base64url').slice(0, 22)}"`);
    return versions;
  },
} satisfies SomeHandlers;
