import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { paths } from '../app/paths.ts';
import type { AnswerOf } from '../contract/calls.ts';
import { backupState, backupText, backupTone } from '../domain/backup.ts';
import { statusLooks } from '../domain/certificate.ts';
import { countedOf } from '../domain/counted.ts';
import { hasWords, MAX_SEARCH_LENGTH, searchWords } from '../domain/search.ts';
import { may, type Session } from '../domain/session.ts';
import { assignedText, backupTitle, certificateWords, NEWEST_FIRST } from '../domain/certificate-columns.ts';
import { searchedText, type ColumnWords } from '../domain/columns.ts';
import { dateTexts } from '../ui/dates.ts';
import { nextSort, readSort, sortText, valueOrder, type Sort } from '../ui/sort.ts';
import type { Looks } from './looks.ts';

type List = AnswerOf<'GET /api/certificates'>;
type Certificate = List['items'][number];

interface Reader {
  session: Session;
  now: Date;
  language: string | undefined;
  looks: Looks;
}

/** The page's query. */
interface Asked {
  /** Such as "-notAfter". */
  sort?: string;
  /** The words of the search. */
  q?: string;
}

interface Column {
  words: ColumnWords<Certificate>;
  /** The narrowest window that shows it, in pixels. */
  from: 0 | 720 | 1200 | 1500;
  /** The cell's markup; without it, the plain text. */
  cell?: (row: Certificate) => unknown;
}

/**
 * The Certificates screen as plain HTML, to be read before any script has come: what the live screen shows first, in
 * the same places (`e2e/first-rows.e2e.ts` holds them against each other). Links work, and the headers are links that
 * sort. What needs a script is `inert` until the live screen takes this one's place.
 *
 * Undefined where the live screen begins with something else: no certificates, none that the search finds, the news
 * that another session changed the keystore, or a search or another order in a list of which more rows are to come.
 * And with a search longer than the tenant takes, because anybody can put one into a link.
 */
export function certificatesPage(
  list: List,
  { session, now, language, looks }: Reader,
  { sort: order, q: search = '' }: Asked = {},
): string | undefined {
  if (list.items.length === 0 || list.changedElsewhere || search.length > MAX_SEARCH_LENGTH) return undefined;
  const sort = order === undefined ? NEWEST_FIRST : readSort(order);
  const words = certificateWords(now);
  const rows = arranged(list, Object.values(words), { sort, search, language });
  if (!rows) return undefined;
  const { total } = list;
  const shown = list.nextCursor === undefined ? rows.length : total;
  const { dayText, minuteText } = dateTexts(language, looks.timeZone ?? 'UTC');
  const manages = may(session, 'manage certificates');

  const columns: Column[] = [
    {
      words: words.subjectName,
      from: 0,
      cell: (row) =>
        html`<div class="two-lines">
            <a href="${paths.certificate(row.id)}" title="${row.subjectDn}">${row.subjectName}</a>
          </div>
          <div class="under">${chip(statusLooks(row, now))}</div>`,
    },
    {
      words: words.serialNumber,
      from: 720,
      cell: ({ serialNumber: { hex } }) =>
        html`<code class="ends" title="${hex}"><span>${hex.slice(0, -8)}</span>${hex.slice(-8)}</code>`,
    },
    { words: words.status, from: 720, cell: (row) => chip(statusLooks(row, now)) },
    { words: words.notAfter, from: 720, cell: (row) => dayText(row.notAfter) },
    may(session, 'record backup checks')
      ? {
          words: words.backup,
          from: 1200,
          cell: (row) => {
            const state = backupState(row.backupCheck, now);
            const looked = { tone: backupTone[state], text: backupText[state] };
            return html`<span title="${backupTitle(row, minuteText)}">${chip(looked)}</span>`;
          },
        }
      : { words: words.keyBits, from: 1200 },
    {
      words: words.assignedTo,
      from: 1200,
      cell: (row) => {
        const text = assignedText(row, now);
        return row.assignedTo.length === 0
          ? chip({ tone: 'neutral', text })
          : html`<span title="${text}">${text}</span>`;
      },
    },
    { words: words.uploadedBy, from: 1500 },
    { words: words.uploadedAt, from: 1500, cell: (row) => minuteText(row.uploadedAt) },
  ];

  const box = html`<td class="select" inert>
    <label><input type="checkbox" tabindex="-1" /></label>
  </td>`;
  // Nothing in it is a promise, so it is none.
  const page = html`<div class="first-page${looks.compact ? ' compact' : ''}">
    <header>
      <div>
        <span class="menu" inert>${icon('M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z')}</span
        ><a class="brand" href="${paths.overview()}"
          >${icon('M12.7 10a6 6 0 1 0 0 4H17v4h4v-4h2v-4zM7 14a2 2 0 1 1 0-4 2 2 0 0 1 0 4z')}<span
            class="short"
            >Recording Certificates</span
          ><span class="long">Recording Certificate Console</span></a
        >
      </div>
    </header>
    <main id="content">
      <div class="top">
        <div class="titles">
          <p class="where">Administration</p>
          <h1>Certificates</h1>
          <p class="intro">
            The recording certificates and private keys in your tenant’s <span class="term">keystore</span>.
          </p>
        </div>
        <div class="actions">
          <a class="button" href="${paths.certificateCalendar()}">Add to calendar</a>${
            manages
              ? html`<span class="button end" inert>More${icon('M7 10l5 5 5-5z')}</span
                  ><a class="button contained" href="${paths.uploadCertificate()}"
                    >${icon('M5 20h14v-2H5zm0-10h4v6h6v-6h4l-7-7z')}Upload</a
                  >`
              : ''
          }
        </div>
      </div>
      <div class="bar">
        <form class="field search">
          <input
            type="search"
            name="q"
            value="${search}"
            placeholder=" "
            aria-label="Search"
            autocomplete="off"
          />
          <small aria-hidden="true">Search</small>
          ${order === undefined ? '' : html`<input type="hidden" name="sort" value="${order}" />`}
        </form>
        <div class="field status" inert><small>Status</small>All${icon('M7 10l5 5 5-5z')}</div>
        <div class="tools" inert>
          <span class="button"
            >${icon('M5.33 20H4c-1.1 0-2-.9-2-2V6c0-1.1.9-2 2-2h1.33c1.1 0 2 .9 2 2v12c0 1.1-.89 2-2 2M22 18V6c0-1.1-.9-2-2-2h-1.33c-1.1 0-2 .9-2 2v12c0 1.1.9 2 2 2H20c1.11 0 2-.9 2-2m-7.33 0V6c0-1.1-.9-2-2-2h-1.33c-1.1 0-2 .9-2 2v12c0 1.1.9 2 2 2h1.33c1.1 0 2-.9 2-2')}View</span
          ><span class="button">${icon('M19 9h-4V3H9v6H5l7 7zM5 18v2h14v-2z')}Export CSV</span>
        </div>
        <p role="status">${countedOf(shown, total, 'certificate')}</p>
      </div>
      <div class="scroller" role="region" aria-label="Certificates" tabindex="0">
        <table aria-label="Certificates" aria-rowcount="${shown + 1}">
          <thead>
            <tr aria-rowindex="1">
              <th class="select" inert>
                <label><input type="checkbox" tabindex="-1" /></label>
              </th>
              ${columns.map(({ words, from }) => headerCell(words, from, { sort, search }))}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row, index) =>
                html`<tr aria-rowindex="${index + 2}">
                  ${box}${columns.map(({ words: { text }, from, cell = text }) => html`<td class="from-${from}">${cell?.(row)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </main>
  </div>`;
  return (page as HtmlEscapedString).toString();
}

/**
 * The rows as the live list searches and sorts them. Undefined where there are none, where it would need rows that are
 * not here, or where it knows no such column.
 */
function arranged(
  { items, nextCursor }: List,
  columns: readonly ColumnWords<Certificate>[],
  { sort, search, language }: { sort: Sort; search: string; language: string | undefined },
): readonly Certificate[] | undefined {
  const words = searchWords(search);
  if (words.length === 0 && sortText(sort) === sortText(NEWEST_FIRST)) return items;
  const sortBy = columns.find(({ id }) => id === sort.column)?.sortBy;
  if (!sortBy || nextCursor !== undefined) return undefined;
  const textOf = searchedText(columns);
  const found = words.length === 0 ? items : items.filter((row) => hasWords(textOf(row), words));
  if (found.length === 0) return undefined;
  const order = valueOrder(language);
  const direction = sort.descending ? -1 : 1;
  return found.toSorted((a, b) => direction * order(sortBy(a), sortBy(b)));
}

function headerCell(
  { id, header, width }: ColumnWords<Certificate>,
  from: number,
  { sort, search }: { sort: Sort; search: string },
) {
  const query = new URLSearchParams({ ...(search && { q: search }), sort: sortText(nextSort(sort, id)) });
  const active = sort.column === id;
  const order = sort.descending ? 'descending' : 'ascending';
  return html`<th
    scope="col"
    class="from-${from}"
    ${width ? html` width="${width}"` : ''}
    ${active ? html` aria-sort="${order}"` : ''}
  >
    <a href="?${query}">${header}${icon('M20 12l-1.41-1.41L13 16.17V4h-2v12.17l-5.58-5.59L4 12l8 8 8-8z')}</a>
  </th>`;
}

const chip = ({ tone, text }: { tone: string; text: string }) =>
  html`<span class="chip ${tone}">${text}</span>`;

const icon = (path: string) => raw(`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`);
