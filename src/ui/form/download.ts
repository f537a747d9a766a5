/** Saves a file that was made in this page, as a download of the browser. The URL behind it works only in this page. */
export function downloadFile(
  name: string,
  content: string | Uint8Array<ArrayBuffer> | Blob,
  type = 'application/octet-stream',
): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The URL is needed only until the download has started.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
