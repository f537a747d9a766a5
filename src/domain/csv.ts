/**
 * A table as CSV (RFC 4180): lines end with CRLF, and a field with a comma, a quotation mark or a line end is put in
 * quotation marks. The byte order mark makes Excel read UTF-8. A field that begins like a formula gets an apostrophe in
 * front, so that no spreadsheet runs what somebody wrote into a certificate or a file name (OWASP, "CSV Injection").
 */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `${BYTE_ORDER_MARK}${rows.map(csvLine).join('')}`;

export const BYTE_ORDER_MARK = '\uFEFF';

/** One line of a CSV table, for a table that is written line by line while it is read. */
export const csvLine = (fields: readonly string[]): string => `${fields.map(field).join(',')}\r\n`;

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
