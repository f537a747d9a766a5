/** What is in a zip, in the worker. */
export interface NamedBlob {
  name: string;
  blob: Blob;
}

/** Undefined where it is no zip that can be read. The library is loaded when a zip comes. */
export async function zippedFiles(zip: Blob): Promise<NamedBlob[] | undefined> {
  const { unzipSync } = await import('fflate');
  try {
    const entries = unzipSync(new Uint8Array(await zip.arrayBuffer()));
    return Object.entries(entries)
      .filter(([name]) => !name.endsWith('/'))
      .map(([name, bytes]) => ({ name, blob: new Blob([bytes]) }));
  } catch {
    return undefined;
  }
}
