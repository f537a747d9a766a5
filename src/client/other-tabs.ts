/** The tabs of one browser share a session. They are told that it changed, and not how: each asks the tenant itself. */
const NAME = 'session';

export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(NAME);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin, and takes none
  channel.postMessage(null);
  channel.close();
}

/** Runs when another tab has signed in or out, until the answered function is called. */
export function onOtherTab(run: () => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', run);
  return () => channel.close();
}
