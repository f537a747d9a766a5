let script: string | undefined;

/**
 * The URL of a worker; it replaces the worker file that the console has. It is a blob of this page's own script, and
 * the part after the `#` names the worker. So the file contains the script only once, and the policy allows it by one
 * hash.
 */
export function workerUrl(worker: string): string {
  // A worker runs the same script, so its own address is that of the script.
  if (typeof document === 'undefined') return `${location.href.replace(/#.*/, '')}#${worker}`;
  const code = document.querySelector('script')?.textContent ?? '';
  script ??= URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  return `${script}#${worker}`;
}
