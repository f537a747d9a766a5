import { sizeText } from '../../domain/counted.ts';
import { Refused } from '../http/problem.ts';
import { mediaTotal } from '../store/recordings.ts';
import type { OpenTenant } from '../tenants.ts';

/**
 * Refuses recordings that the tenant may not store. It is asked with their bytes before anything is written, and without
 * in the transaction that has stored them, because others may have been stored meanwhile.
 */
export function assertMediaFits(
  { database, mediaQuota }: Pick<OpenTenant, 'database' | 'mediaQuota'>,
  more: readonly { byteLength: number }[] = [],
): void {
  const bytes = more.reduce((sum, { byteLength }) => sum + byteLength, mediaTotal(database));
  if (bytes > mediaQuota) throw new Refused('media_quota_reached', { detail: sizeText(mediaQuota) });
}
