/**
 * Carries a key pair from the Key tools into the panel that uploads it: in this module's memory, once, and for a few
 * minutes at most. Nothing of it is in a URL, in the browser's history, in a cache or in storage.
 */
export interface HandedOverPair {
  /** Both in PEM; the private key is not encrypted. */
  certificate: string;
  privateKey: string;
  /** Under which the files were offered for saving. */
  names: { certificate: string; privateKey: string };
}

/** Long enough to sign in on the way. */
const KEPT_MS = 5 * 60_000;

let pair: HandedOverPair | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

export function handOver(made: HandedOverPair): void {
  dropHandedOver();
  pair = made;
  timer = setTimeout(dropHandedOver, KEPT_MS);
}

/**
 * The pair, if one was handed over and not yet dropped. React may draw a screen, throw the drawing away and begin anew,
 * so reading changes nothing: the screen drops the pair once it stands.
 */
export const handedOver = (): HandedOverPair | undefined => pair;

export function dropHandedOver(): void {
  pair = undefined;
  clearTimeout(timer);
}
