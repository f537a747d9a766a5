import { randomUUID } from 'node:crypto';
import { DAY_MS } from '../../domain/certificate.ts';
import type { Tenant } from '../../domain/session.ts';
import { generateKeyPair } from '../../pki/certificate/generate.ts';
import { encodePem } from '../../pki/pem/pem.ts';
import { selfSignedCertificate } from '../../pki/certificate/self-signed.ts';
import { inspectPair } from '../calls/pair.ts';
import type { NewCertificate } from '../store/certificates.ts';

/**
 * The first day of each certificate's validity, in days from now, and its length in days. The year is added to each
 * name.
 */
const pairs = {
  first: { name: 'Genesys Recording', from: -760, days: 365 },
  second: { name: 'Genesys Recording', from: -400, days: 365 },
  current: { name: 'Genesys Recording', from: -45, days: 730 },
  emeaFirst: { name: 'Genesys Recording EMEA', from: -690, days: 395 },
  emea: { name: 'Genesys Recording EMEA', from: -310, days: 375 },
  screenFirst: { name: 'Genesys Screen Recording', from: -580, days: 365 },
  screen: { name: 'Genesys Screen Recording', from: -200, days: 730 },
  next: { name: 'Genesys Recording EMEA', from: 40, days: 730 },
  /** Its private key was not kept, so the recordings that it encrypted cannot be played. */
  lost: { name: 'Pilot Recording', from: -330, days: 60 },
} as const;

export type PairName = keyof typeof pairs;

export type DemoPair = NewCertificate & { der: Uint8Array<ArrayBuffer>; pkcs8: Uint8Array<ArrayBuffer> };

/** Makes the pairs one after the other: generating a key takes a thread of libuv’s pool, which other requests need, too. */
export async function makeDemoPairs(tenant: Tenant, now: Date): Promise<Record<PairName, DemoPair>> {
  const made: [string, DemoPair][] = [];
  for (const [key, { name, from, days }] of Object.entries(pairs)) {
    const notBefore = daysFrom(now, from);
    const keys = await generateKeyPair(2048);
    const der = await selfSignedCertificate(keys, {
      subject: [
        ['CN', `${name} ${notBefore.getUTCFullYear()}`],
        ['C', 'US'],
        ['ST', 'California'],
        ['O', tenant.name],
      ],
      notBefore,
      days,
      hash: 'SHA-256',
    });
    const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
    const facts = await inspectPair(
      { certificate: encodePem('CERTIFICATE', der), privateKey: encodePem('PRIVATE KEY', pkcs8) },
      tenant,
    );
    // A successor is uploaded before it becomes valid.
    const uploadedAt = daysFrom(now, Math.min(from, -2)).toISOString();
    made.push([key, { ...facts, id: randomUUID(), uploadedBy: 'administrator', uploadedAt }]);
  }
  return Object.fromEntries(made) as Record<PairName, DemoPair>;
}

export const daysFrom = (now: Date, days: number): Date => new Date(now.getTime() + days * DAY_MS);
