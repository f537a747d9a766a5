/** Saves bytes as a file in the browser's downloads. The URL that stands for them lives for a moment only. */
export function saveFile(name: string, contents: Uint8Array<ArrayBuffer> | string): void {
  const url = URL.createObjectURL(new Blob([contents], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
