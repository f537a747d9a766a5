import { randomUUID } from 'node:crypto';
import { openDataFolder } from '../src/tenant/tenants.ts';
import { inspectPair } from '../src/tenant/calls/pair.ts';
import { insertPair, recordChange } from '../src/tenant/store/certificates.ts';
import { makePair } from '../src/testing/pairs.ts';

const DAY_MS = 86_400_000;

/**
 * Fills the AWS tenant of a data folder with `count` certificates. They share one key pair and its bytes, because
 * making thousands of RSA keys is not what is measured; names, serial numbers and dates differ.
 */
export async function fill(dataDir: string, count: number): Promise<void> {
  const folder = await openDataFolder({ dataDir, demoPassword: 'demo' });
  const aws = folder.tenants.find(({ tenant }) => tenant.platform === 'aws');
  if (!aws) throw new Error('There is no AWS tenant to fill.');
  const { certificate: pem, privateKey } = makePair();
  const { pkcs8, ...facts } = await inspectPair({ certificate: pem, privateKey }, aws.tenant);
  const now = Date.now();
  aws.database.transaction(() => {
    for (let i = 0; i < count; i++) {
      const id = randomUUID();
      const serial = BigInt(i) * 7_919n + 1n;
      const certificate = {
        ...facts,
        id,
        subjectName: `Recording ${String(i).padStart(5, '0')} ${['Berlin', 'Daly City', 'Manila', 'Toronto'][i % 4]}`,
        serialHex: serial.toString(16).toUpperCase(),
        serialDecimal: serial.toString(),
        notAfter: new Date(now + ((i * 37) % 4000) * DAY_MS - 400 * DAY_MS)
          .toISOString()
          .replace(/\.\d+/, ''),
        uploadedBy: 'administrator',
        uploadedAt: new Date(now - (count - i) * 60_000).toISOString(),
      };
      insertPair(aws.database, certificate, aws.seal.seal(pkcs8, id));
      recordChange(aws.database, { session: 'fill', certificate: id, kind: 'added' });
    }
  });
  folder.close();
}
