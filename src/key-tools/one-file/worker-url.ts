let script: string | undefined;

/**
 * The URL of a worker; it replaces the worker file that the console has. It is a blob of this page's own script, and
 * the part after the `#` names the worker. So the file contains the script only once, and the policy allows it by one
 * hash.
 */
export function workerUrl(worker: string): string {
  // The script is running as a worker, which never starts other workers.
  if (typeof document === 'undefined') return '';
  const code = document.querySelector('script')?.textContent ?? '';
  script ??= URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  return `${script}#${worker}`;
}
