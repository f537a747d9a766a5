/** Part of a sentence of the audit log: words, or the name of a certificate. */
export type SummaryPart = string | { name: string; serialHex: string; ends?: string };

/**
 * Takes a sentence apart, so that the names in it can be links: “Genesys Recording” (serial number 1E05). Where there was
 * another certificate of the same name, the day on which it ends follows: (serial number 1E05, until 2027-01-02).
 */
export function summaryParts(summary: string): SummaryPart[] {
  const [first = '', ...others] = summary.split('” (serial number ');
  const parts: SummaryPart[] = [];
  let before = first;
  for (const other of others) {
    const [whole = '', serialHex = '', ends] =
      /^(-?[0-9A-F]+)(?:, until (\d{4}-\d\d-\d\d))?\)/.exec(other) ?? [];
    const opened = before.lastIndexOf('“');
    if (serialHex === '' || opened < 0) {
      before += `” (serial number ${other}`;
      continue;
    }
    const name = { name: before.slice(opened + 1), serialHex };
    parts.push(before.slice(0, opened), ends === undefined ? name : { ...name, ends });
    before = other.slice(whole.length);
  }
  return [...parts, before].filter((part) => part !== '');
}
