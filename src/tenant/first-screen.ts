import type { AnswerOf } from '../contract/calls.ts';
import { certificatesPage } from '../first-page/certificates.ts';
import { firstLanguage, type Looks } from '../first-page/looks.ts';
import { firstPageStyle } from '../first-page/style.ts';
import { CERTIFICATES_PATH, FIRST_CERTIFICATES } from './first-pages.ts';
import type { SignedIn } from './handler.ts';

interface Reader {
  session: SignedIn;
  /** What the tenant answered to this session, by the call: nothing else is shown. */
  answers: ReadonlyMap<string, string>;
  looks: Looks;
  now: Date;
}

/**
 * The first screen of a page as plain HTML. Undefined where there is none: another page, a list with a filter or columns of
 * its own, or an answer that was refused.
 */
export function firstScreen(request: Request, { session, answers, looks, now }: Reader) {
  const { pathname, searchParams } = new URL(request.url);
  const { sort, q, ...others } = Object.fromEntries(searchParams);
  const answer = answers.get(FIRST_CERTIFICATES.path + FIRST_CERTIFICATES.query);
  if (pathname !== CERTIFICATES_PATH || Object.keys(others).length > 0 || answer === undefined)
    return undefined;
  const list = JSON.parse(answer) as AnswerOf<'GET /api/certificates'>;
  const language = firstLanguage(request.headers.get('Accept-Language'));
  const html = certificatesPage(
    list,
    { session, now, language, looks },
    { ...(sort && { sort }), ...(q && { q }) },
  );
  return html === undefined ? undefined : { html, style: firstPageStyle };
}
