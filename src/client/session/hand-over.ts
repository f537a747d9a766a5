/**
 * Carries a key pair from the Key tools to the panel that uploads it. The pair is kept in this module's memory, for one
 * use and for a few minutes at most. It is never in a URL, in the browser's history, in a cache or in storage.
 */
export interface HandedOverPair {
  /** Both are PEM; the private key is not encrypted. */
  certificate: string;
  privateKey: string;
  /** The names under which the files were offered for saving. */
  names: { certificate: string; privateKey: string };
}

/** Milliseconds; long enough for the person to sign in first. */
const KEPT_MS = 5 * 60_000;

let pair: HandedOverPair | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

export function handOver(made: HandedOverPair): void {
  dropHandedOver();
  pair = made;
  timer = setTimeout(dropHandedOver, KEPT_MS);
}

/**
 * The pair, if one was handed over and not yet dropped. React may render a screen, discard it and render again, so
 * reading must not change anything: the screen calls `dropHandedOver` once it is shown.
 */
export const handedOver = (): HandedOverPair | undefined => pair;

export function dropHandedOver(): void {
  pair = undefined;
  clearTimeout(timer);
}
