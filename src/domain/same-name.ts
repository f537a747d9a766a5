import { CONFIRMING_DIGITS } from './certificate.ts';
import { isForever } from './columns.ts';

interface Named {
  id: string;
  subjectName: string;
  serialNumber: { hex: string };
  /** ISO 8601. */
  notAfter: string;
}

/**
 * The names of certificates in a text. A renewal often has the name of the old certificate: where several have the same
 * one, the day on which each ends and the last digits of its serial number stand beside it, everywhere in this form.
 */
export function namesApart(
  certificates: readonly Named[],
  dayText: (iso: string) => string,
): (certificate: Named) => string {
  const idsOf = new Map<string, Set<string>>();
  for (const { id, subjectName } of certificates) {
    idsOf.set(subjectName, (idsOf.get(subjectName) ?? new Set()).add(id));
  }
  return ({ id, subjectName, serialNumber: { hex }, notAfter }) => {
    const same = idsOf.get(subjectName) ?? new Set();
    if (same.size - Number(same.has(id)) === 0) return subjectName;
    const ends = isForever(notAfter) ? 'without an end' : `until ${dayText(notAfter)}`;
    return `${subjectName} (${ends}, ${hex.length > CONFIRMING_DIGITS ? '…' : ''}${hex.slice(-CONFIRMING_DIGITS)})`;
  };
}

/** The same certificates, each with a name of its own. */
export function toldApart<Item extends Named>(
  items: readonly Item[],
  among: readonly Named[],
  dayText: (iso: string) => string,
): Item[] {
  const nameOf = namesApart(among, dayText);
  return items.map((item) => ({ ...item, subjectName: nameOf(item) }));
}
