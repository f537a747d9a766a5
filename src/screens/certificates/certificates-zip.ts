import type { Certificate } from '../../client/queries/certificates.ts';
import { inPool } from '../../client/workers/in-pool.ts';
import { certificateFileNames } from '../../domain/file-name.ts';
import { zipOfNamed } from '../../pki/pile/write-zip.ts';

/**
 * One zip with the certificates, each as a PEM file under its name. It never has private keys.
 *
 * @param pemOf fetches one from the tenant
 * @param onDone is called with the number of certificates that have been fetched
 */
export async function certificatesZip(
  certificates: readonly Certificate[],
  pemOf: (id: string) => Promise<string>,
  onDone: (done: number) => void,
): Promise<Blob> {
  onDone(0);
  const pems = await inPool(certificates, ({ id }) => pemOf(id), onDone);
  const names = certificateFileNames(certificates);
  return zipOfNamed(Object.fromEntries(pems.map((pem, index) => [names[index] ?? '', pem])));
}
