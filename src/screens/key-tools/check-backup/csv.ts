/**
 * A table as CSV (RFC 4180): lines end with CRLF, a field with a comma, a quotation mark or a line end stands in quotation
 * marks. The byte order mark makes Excel read UTF-8. What begins like a formula gets an apostrophe, so that no spreadsheet
 * runs what somebody wrote into a certificate or a file name (OWASP, "CSV Injection").
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((fields) => `${fields.map(field).join(',')}\r\n`).join('')}`;
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
