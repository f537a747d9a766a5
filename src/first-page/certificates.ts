import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { paths } from '../app/paths.ts';
import type { AnswerOf } from '../contract/calls.ts';
import { backupState, backupText, backupTone } from '../domain/backup.ts';
import { statusLooks } from '../domain/certificate.ts';
import { may, type Session } from '../domain/session.ts';
import { assignedText, backupTitle } from '../screens/certificates/cell-words.ts';
import { dateTexts } from '../ui/dates.ts';
import type { Looks } from './looks.ts';

type List = AnswerOf<'GET /api/certificates'>;
type Certificate = List['items'][number];

interface Reader {
  session: Session;
  now: Date;
  language: string | undefined;
  looks: Looks;
}

/** A column of the list: its header, its width in pixels, the narrowest window that shows it, and its cell's markup. */
type Column = readonly [
  header: string,
  width: number | undefined,
  from: 0 | 720 | 1200 | 1500,
  cell: (row: Certificate) => unknown,
];

/**
 * The Certificates screen as plain HTML, to be read before any script has come: what the live screen shows first, in the
 * same places (`e2e/first-rows.e2e.ts` holds them against each other). Links work. What needs a script is `inert` until
 * the live screen takes this one's place.
 *
 * Undefined where the live screen begins with something else: no certificates, or the news that another session changed
 * the keystore.
 */
export function certificatesPage(list: List, { session, now, language, looks }: Reader): string | undefined {
  if (list.items.length === 0 || list.changedElsewhere) return undefined;
  const { dayText, minuteText } = dateTexts(language, looks.timeZone ?? 'UTC');
  const manages = may(session, 'manage certificates');

  const columns: Column[] = [
    [
      'Subject Name',
      undefined,
      0,
      (row) =>
        html`<div class="two-lines">
            <a href="${paths.certificate(row.id)}" title="${row.subjectDn}">${row.subjectName}</a>
          </div>
          <div class="under">${chip(statusLooks(row, now))}</div>`,
    ],
    [
      'Serial Number',
      150,
      720,
      ({ serialNumber: { hex } }) =>
        html`<code class="ends" title="${hex}"><span>${hex.slice(0, -8)}</span>${hex.slice(-8)}</code>`,
    ],
    ['Status', 190, 720, (row) => chip(statusLooks(row, now))],
    ['Valid until', 130, 720, (row) => dayText(row.notAfter)],
    may(session, 'record backup checks')
      ? [
          'Backup',
          155,
          1200,
          (row) => {
            const state = backupState(row.backupCheck, now);
            const looked = { tone: backupTone[state], text: backupText[state] };
            return html`<span title="${backupTitle(row, minuteText)}">${chip(looked)}</span>`;
          },
        ]
      : ['Key size', 115, 1200, (row) => `${row.keyBits} bits`],
    [
      'Assigned to',
      225,
      1200,
      (row) => {
        const text = assignedText(row, now);
        return row.assignedTo.length === 0
          ? chip({ tone: 'neutral', text })
          : html`<span title="${text}">${text}</span>`;
      },
    ],
    ['Uploaded by', 140, 1500, (row) => row.uploadedBy],
    ['Uploaded', 240, 1500, (row) => minuteText(row.uploadedAt)],
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
        <div class="field search" inert>Search</div>
        <div class="field status" inert><small>Status</small>All</div>
        <div class="tools" inert>
          <span class="button">${icon('M4 5h5v14H4zm6 0h4v14h-4zm5 0h5v14h-5z')}View</span
          ><span class="button">${icon('M19 9h-4V3H9v6H5l7 7zM5 18v2h14v-2z')}Export CSV</span>
        </div>
        <p role="status">${countText(list.total, language)}</p>
      </div>
      <div class="scroller" role="region" aria-label="Certificates" tabindex="0">
        <table aria-label="Certificates" aria-rowcount="${list.total + 1}">
          <thead>
            <tr aria-rowindex="1">
              <th class="select" inert>
                <label><input type="checkbox" tabindex="-1" /></label>
              </th>
              ${columns.map(
                ([header, width, from]) =>
                  html`<th scope="col" class="from-${from}" ${width ? html` width="${width}"` : ''}>
                    ${header}
                  </th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${list.items.map(
              (row, index) =>
                html`<tr aria-rowindex="${index + 2}">
                  ${box}${columns.map(([, , from, cell]) => html`<td class="from-${from}">${cell(row)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </main>
  </div>`;
  return (page as HtmlEscapedString).toString();
}

const chip = ({ tone, text }: { tone: string; text: string }) =>
  html`<span class="chip ${tone}">${text}</span>`;

const icon = (path: string) => raw(`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`);

const countText = (total: number, language: string | undefined) =>
  `${total.toLocaleString(language)} ${total === 1 ? 'certificate' : 'certificates'}`;
