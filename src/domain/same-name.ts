import { CONFIRMING_DIGITS } from './certificate.ts';
import { isForever } from './columns.ts';

export interface Named {
  subjectName: string;
  /** As the tenant says it, which knows more certificates than a page does. */
  nameShared?: boolean;
  serialNumber: { hex: string };
  /** ISO 8601; null where the certificate is destroyed and nothing says it any more. */
  notAfter: string | null;
}

type Listed = Named & { id: string };
type DayText = (iso: string) => string;

/**
 * The name of a certificate in a text. A renewal often has the name of the old certificate: where several have the same
 * one, the day on which each ends and the last digits of its serial number stand beside it, everywhere in this form.
 */
export function nameApart(
  { subjectName, nameShared = false, serialNumber: { hex }, notAfter }: Named,
  dayText: DayText,
): string {
  if (!nameShared) return subjectName;
  const digits = `${hex.length > CONFIRMING_DIGITS ? '…' : ''}${hex.slice(-CONFIRMING_DIGITS)}`;
  if (notAfter === null) return `${subjectName} (${digits})`;
  return `${subjectName} (${isForever(notAfter) ? 'without an end' : `until ${dayText(notAfter)}`}, ${digits})`;
}

/** The same among these certificates, whether or not the tenant has said which names are shared. */
export function namesApart(
  certificates: readonly Listed[],
  dayText: DayText,
): (certificate: Listed) => string {
  const idsOf = new Map<string, Set<string>>();
  for (const { id, subjectName } of certificates) {
    idsOf.set(subjectName, (idsOf.get(subjectName) ?? new Set()).add(id));
  }
  return (certificate) => {
    const same = idsOf.get(certificate.subjectName) ?? new Set();
    const nameShared = certificate.nameShared || same.size - Number(same.has(certificate.id)) > 0;
    return nameApart({ ...certificate, nameShared }, dayText);
  };
}

/** The same certificates, each with a name of its own. */
export function toldApart<Item extends Listed>(
  items: readonly Item[],
  among: readonly Listed[],
  dayText: DayText,
): Item[] {
  const nameOf = namesApart(among, dayText);
  return items.map((item) => ({ ...item, subjectName: nameOf(item) }));
}
