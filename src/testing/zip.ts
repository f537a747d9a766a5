import { zipSync } from 'fflate';

/** A zip that says in its Zip64 record (APPNOTE.TXT 4.3.14) that it contains this many files. */
export function zipSayingItHas(files: number): Uint8Array<ArrayBuffer> {
  const small = zipSync({ 'tenant.key': new Uint8Array(0) });
  const end = small.length - 22;
  const zip = new Uint8Array(small.length + 56 + 20);
  zip.set(small.subarray(0, end));
  zip.set(small.subarray(end), end + 76);
  const view = new DataView(zip.buffer);
  view.setUint32(end, 0x06064b50, true);
  view.setBigUint64(end + 4, 44n, true);
  view.setBigUint64(end + 24, BigInt(files), true);
  view.setBigUint64(end + 32, BigInt(files), true);
  view.setUint32(end + 56, 0x07064b50, true);
  view.setBigUint64(end + 64, BigInt(end), true);
  view.setUint32(end + 72, 1, true);
  return zip;
}
