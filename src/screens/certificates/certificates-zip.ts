import { Zip, ZipPassThrough } from 'fflate';
import type { Certificate } from '../../client/certificates.ts';
import { certificateFileNames } from '../../domain/file-name.ts';

/** So many are fetched at once: as many as a browser sends side by side. */
const AT_ONCE = 6;

/**
 * The certificates in one zip, each as PEM under its name. There is no such thing for private keys.
 *
 * @param pemOf fetches one from the tenant
 * @param onDone told how many are in the zip already
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
