/** Part of a sentence of the audit log: words, or the name of a certificate. */
export type SummaryPart = string | { name: string; serialHex: string };

/** Takes a sentence apart, so that the names in it can be links: “Genesys Recording” (serial number 1E05). */
export function summaryParts(summary: string): SummaryPart[] {
  const [first = '', ...others] = summary.split('” (serial number ');
  const parts: SummaryPart[] = [];
  let before = first;
  for (const other of others) {
    const [serialHex = ''] = /^-?[0-9A-F]*/.exec(other) ?? [];
    const opened = before.lastIndexOf('“');
    if (serialHex === '' || other[serialHex.length] !== ')' || opened < 0) {
      before += `” (serial number ${other}`;
      continue;
    }
    parts.push(before.slice(0, opened), { name: before.slice(opened + 1), serialHex });
    before = other.slice(serialHex.length + 1);
  }
  return [...parts, before].filter((part) => part !== '');
}
