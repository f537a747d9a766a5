/**
 * The tabs of one browser share a session. A tab only tells the others that the session changed; each then asks the
 * tenant.
 */
const NAME = 'session';

export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(NAME);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin and takes no target
  channel.postMessage(null);
  channel.close();
}

/** Calls `run` whenever another tab has signed in or out. Call the returned function to stop. */
export function onOtherTab(run: () => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', run);
  return () => channel.close();
}
