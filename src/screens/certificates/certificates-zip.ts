import { Zip, ZipPassThrough } from 'fflate';
import type { Certificate } from '../../client/certificates.ts';
import { certificateFileNames } from '../../domain/file-name.ts';

/** How many are fetched at the same time: a browser sends up to six requests to one server at once. */
const AT_ONCE = 6;

/**
 * One zip with the certificates, each as a PEM file under its name. It never has private keys.
 *
 * @param pemOf fetches one from the tenant
 * @param onDone is called with the number of certificates that are in the zip already
 */
export async function certificatesZip(
  certificates: readonly Certificate[],
  pemOf: (id: string) => Promise<string>,
  onDone: (done: number) => void,
): Promise<Blob> {
  const names = certificateFileNames(certificates);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (let done = 0; done < certificates.length; done += AT_ONCE) {
    onDone(done);
    const pems = await Promise.all(certificates.slice(done, done + AT_ONCE).map(({ id }) => pemOf(id)));
    pems.forEach((pem, index) => {
      const file = new ZipPassThrough(names[done + index] ?? '');
      zip.add(file);
      file.push(new TextEncoder().encode(pem), true);
    });
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}
