import type { Bytes } from '../asn1/asn1.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Many short texts one behind the other: each as an array of its own would take more memory than it has bytes. */
export class Packed {
  readonly #chunks: (Bytes | undefined)[] = [];
  /** How many texts of each chunk are still wanted. */
  readonly #wanted: number[] = [];
  #used = CHUNK_BYTES;

  /** Answers where they are. */
  add(bytes: Uint8Array): number {
    if (this.#used + bytes.length > CHUNK_BYTES) {
      this.#chunks.push(new Uint8Array(Math.max(CHUNK_BYTES, bytes.length)));
      this.#wanted.push(0);
      this.#used = 0;
    }
    const chunk = this.#chunks.length - 1;
    this.#wanted[chunk]!++;
    this.#chunks[chunk]!.set(bytes, this.#used);
    const at = chunk * CHUNK_BYTES + this.#used;
    this.#used += bytes.length;
    return at;
  }

  at(place: number, length: number): Bytes {
    const start = place % CHUNK_BYTES;
    return this.#chunks[Math.floor(place / CHUNK_BYTES)]!.slice(start, start + length);
  }

  /** A chunk of which nothing is wanted any more is given back. */
  forget(place: number): void {
    const chunk = Math.floor(place / CHUNK_BYTES);
    if (--this.#wanted[chunk]! === 0 && chunk < this.#chunks.length - 1) this.#chunks[chunk] = undefined;
  }
}
