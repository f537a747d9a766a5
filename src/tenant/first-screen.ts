import { certificatePage } from '../contract/schemas.ts';
import { certificatesPage } from '../first-page/certificates.ts';
import type { Session } from '../domain/session.ts';
import { firstLanguage, type Looks } from '../first-page/looks.ts';
import { firstPageStyle } from '../first-page/style.ts';
import { CERTIFICATES_PATH, FIRST_CERTIFICATES } from './first-pages.ts';

interface Reader {
  session: Session;
  /** What the tenant answered to this session, by the call: nothing else is shown. */
  answers: ReadonlyMap<string, unknown>;
  looks: Looks;
  now: Date;
}

/**
 * The first screen of a page as plain HTML. Undefined where there is none: another page, a list with a filter or
 * columns of its own, or no such answer.
 */
export function firstScreen(request: Request, { session, answers, looks, now }: Reader) {
  const { pathname, searchParams } = new URL(request.url);
  const { sort, q, ...others } = Object.fromEntries(searchParams);
  if (pathname !== CERTIFICATES_PATH || Object.keys(others).length > 0) return undefined;
  // There may be no answer, and a tenant behind this console may answer something else.
  const list = certificatePage.safeParse(answers.get(FIRST_CERTIFICATES.path + FIRST_CERTIFICATES.query));
  if (!list.success) return undefined;
  const language = firstLanguage(request.headers.get('Accept-Language'));
  const html = certificatesPage(
    list.data,
    { session, now, language, looks },
    { ...(sort && { sort }), ...(q && { q }) },
  );
  return html === undefined ? undefined : { html, style: firstPageStyle };
}
