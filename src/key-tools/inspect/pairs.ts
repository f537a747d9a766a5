import { searchable } from '../../domain/search.ts';
import type { Found } from '../../pki/files/inspect-file.ts';
import type { Item } from '../worker/calls.ts';

export const keyIdOf = (found: Found): string | undefined => ('keyId' in found ? found.keyId : undefined);

/**
 * Things with the same public key, numbered in the order in which they came. Only groups with a private key and
 * something else count: two copies of a certificate are not a pair.
 */
export function pairsOf(items: readonly Item[]): Map<string, { number: number; items: Item[] }> {
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    const keyId = keyIdOf(item.found);
    if (keyId === undefined) continue;
    const same = byKey.get(keyId);
    if (same) same.push(item);
    else byKey.set(keyId, [item]);
  }
  const pairs = new Map<string, { number: number; items: Item[] }>();
  for (const [keyId, same] of byKey) {
    const kinds = new Set(same.map(({ found }) => found.kind));
    if (kinds.has('private key') && kinds.size > 1) pairs.set(keyId, { number: pairs.size + 1, items: same });
  }
  return pairs;
}

/** The text that the search looks through: everything that is shown of a thing. */
export function textOf({ file, found }: Item): string {
  const parts: (string | undefined)[] = [file, found.kind, found.label, found.inside];
  switch (found.kind) {
    case 'certificate': {
      const { subject, issuer, serialNumber } = found.facts;
      parts.push(
        subject.encodedOrder,
        issuer.encodedOrder,
        serialNumber.hex,
        serialNumber.decimal,
        found.sha256,
        found.sha1,
      );
      break;
    }
    case 'certificate request':
      parts.push(found.facts.subject.encodedOrder);
      break;
    case 'session-key envelope':
      for (const recipient of found.facts.recipients) {
        if (recipient.by === 'issuer and serial number') {
          parts.push(recipient.issuer.encodedOrder, recipient.serialNumber.decimal);
        }
      }
      break;
    case 'unknown':
      parts.push(found.what);
      break;
    default:
  }
  return searchable(parts.join('\n'));
}
