let script: string | undefined;

/**
 * The URL of a worker, in place of the file that the console has for it: a blob of this page's own script, and behind
 * the `#` which worker it is. So the script is in the file once, and the policy names it by one hash.
 */
export function workerUrl(worker: string): string {
  // The script is running as a worker: nobody asks here for another one.
  if (typeof document === 'undefined') return '';
  const code = document.querySelector('script')?.textContent ?? '';
  script ??= URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  return `${script}#${worker}`;
}
