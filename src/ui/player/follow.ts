/** In seconds: nobody sees that a picture is so much behind the sound. */
const TOLERANCE = 0.3;

/** Keeps a silent picture where the sound is. It began so many seconds later. */
export function followLeader(
  leader: HTMLMediaElement,
  follower: HTMLVideoElement,
  startsLater: number,
): void {
  follower.playbackRate = leader.playbackRate;
  const time = leader.currentTime - startsLater;
  const last = follower.duration || 0;
  const isThere = time >= 0 && time < last;
  const wanted = Math.min(Math.max(0, time), last);
  if (Math.abs(follower.currentTime - wanted) > TOLERANCE) follower.currentTime = wanted;
  if (isThere && !leader.paused && !leader.ended) follower.play().catch(() => undefined);
  else follower.pause();
}
