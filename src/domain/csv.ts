/**
 * A table as CSV (RFC 4180): lines end with CRLF, and a field with a comma, a quotation mark or a line end is put in
 * quotation marks. So is one with a semicolon or a tab, at which spreadsheets in other languages end a field. The byte
 * order mark makes Excel read UTF-8.
 *
 * A field that begins like a formula gets an apostrophe in front, so that no spreadsheet runs what somebody wrote into a
 * certificate or a file name (OWASP, "CSV Injection"). So does what follows a separator or a line end inside a field: a
 * spreadsheet that separates at semicolons does not see that the field is in quotation marks, because the quotation mark
 * is not at the beginning of what it takes for a field.
 */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `${BYTE_ORDER_MARK}${rows.map(csvLine).join('')}`;

export const BYTE_ORDER_MARK = '\uFEFF';

/** One line of a CSV table, for a table that is written line by line while it is read. */
export const csvLine = (fields: readonly string[]): string => `${fields.map(field).join(',')}\r\n`;

function field(text: string): string {
  const safe = text.replaceAll(/(^|[;\t\r\n])(?=[=+\-@\t\r])/g, "$1'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
