import { Zip, ZipPassThrough } from 'fflate';
import type { Certificate } from '../../client/certificates.ts';
import { inPool } from '../../client/in-pool.ts';
import { certificateFileNames } from '../../domain/file-name.ts';

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
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const [index, pem] of pems.entries()) {
    const file = new ZipPassThrough(names[index] ?? '');
    zip.add(file);
    file.push(new TextEncoder().encode(pem), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}
