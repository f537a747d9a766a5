/**
 * A table as CSV (RFC 4180): lines end with CRLF, and a field with a comma, a quotation mark or a line end is put in
 * quotation marks. So is one with a semicolon or a tab, at which spreadsheets in other languages end a field. The byte
 * order mark makes Excel read UTF-8.
 *
 * A field that begins like a formula gets an apostrophe in front, so that no spreadsheet runs what somebody wrote into a
 * certificate or a file name (OWASP, "CSV Injection"). So does what follows a separator or a line end inside a field: a
 * spreadsheet that separates at semicolons does not see that the field is in quotation marks, because the quotation mark
 * is not at the beginning of what it takes for a field.
 *
 * A text that a spreadsheet would read as a number or a date gets one, too: 1E05 is a serial number and not 100,000, and
 * of 48 digits a spreadsheet keeps 15. Numbers that are to be counted with are given as numbers.
 */
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  `${BYTE_ORDER_MARK}${rows.map(csvLine).join('')}`;

export type Cell = string | number;

export const BYTE_ORDER_MARK = '\uFEFF';

/** One line of a CSV table, for a table that is written line by line while it is read. */
export const csvLine = (fields: readonly Cell[]): string => `${fields.map(field).join(',')}\r\n`;

function field(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = isReadAsNumber(cell) ? `'${cell}` : cell;
  const safe = text.replaceAll(/(^|[;\t\r\n])(?=[=+\-@\t\r])/g, "$1'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Spreadsheets read “DEC5” and “Mar-26” as dates, and “12:30 PM” as a time. */
const MONTH_OR_HALF =
  /(?<![a-z])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|[ap]m)(?![a-z])/i;

/** Digits, with what stands in and around numbers, dates, times, shares and amounts of money. */
const isReadAsNumber = (text: string): boolean =>
  /\d/.test(text) &&
  /^[\d\s.,:/'’()$€£¥%+-]+$/.test(text.replace(MONTH_OR_HALF, '').replace(/(?<=[\d.,])E(?=[+-]?\d)/i, ''));
