/** The envelopes in a pile, found by the names of the media files that they may belong to. */
import type { Bytes } from '../asn1/asn1.ts';
import { base64In } from '../pem/base64-alone.ts';
import { toHex } from '../asn1/hex.ts';
import { readPem } from '../pem/pem.ts';
import { inspectPkcs7, type EnvelopeFacts } from '../cms/pkcs7.ts';
import { textOf } from '../asn1/text.ts';

export interface Envelope {
  /** The file that contained it: its path with the archives around it, and the path inside them. */
  file: string;
  name: string;
  facts: EnvelopeFacts;
}

/** All envelopes, each of them once, and the envelope for a media file. */
export class Envelopes {
  readonly all: Envelope[] = [];
  readonly #byIv = new Map<string, Envelope>();
  /** By the names that the media may have, alone and in the envelope's folder. The first one counts. */
  readonly #byName = new Map<string, Envelope>();

  /** `media` are the names or paths that the envelope's media file may have. */
  add(file: string, name: string, facts: EnvelopeFacts, media: readonly string[]): void {
    // The same envelope may come as .p7.pem and in the metadata. The IV is random, so it tells whether two envelopes
    // are the same; that envelope is then found by both names.
    const iv = facts.iv && toHex(facts.iv);
    const known = iv === undefined ? undefined : this.#byIv.get(iv);
    const envelope = known ?? { file, name, facts };
    if (!known) this.all.push(envelope);
    if (iv !== undefined) this.#byIv.set(iv, envelope);
    for (const key of media.flatMap((path) => [outputName(path), stemOf(path)])) {
      for (const each of [key, folderOf(file) + key]) {
        if (!this.#byName.has(each)) this.#byName.set(each, envelope);
      }
    }
  }

  /**
   * The envelope for a media file: found by the whole name ("x.mp3" is not "x.mp4"), otherwise by the name without its
   * ending (a media ID has none). If there are several, the one in the same folder is taken.
   */
  of(path: string): Envelope | undefined {
    const folder = folderOf(path);
    for (const key of [outputName(path), stemOf(path)]) {
      const named = this.#byName.get(folder + key) ?? this.#byName.get(key);
      if (named) return named;
    }
    return undefined;
  }
}

/** "call.mp3" from "2026/call.mp3.bin" */
export const outputName = (path: string): string =>
  path.slice(path.lastIndexOf('/') + 1).replace(/\.bin$/i, '');
const stemOf = (path: string): string => outputName(path).replace(/\.[^.]+$/, '');
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** One envelope from a recording's metadata, with the names of its media file. */
export interface Wrapped {
  facts: EnvelopeFacts;
  media: string[];
}

/**
 * The envelopes in the metadata of recordings: of one recording, of one wrapped as `{statusCode, recording}`, or of a
 * list. Undefined where the text is not such JSON. Every member is checked, because the file may contain anything.
 */
export function metadataEnvelopes(bytes: Bytes): Wrapped[] | undefined {
  if (!/^\s*[{[]/.test(textOf(bytes.subarray(0, 200)))) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(textOf(bytes));
  } catch {
    return undefined;
  }
  const recordings = (Array.isArray(json) ? (json as unknown[]) : [json]).flatMap((each) => {
    const recording = isObject(each) ? (each['recording'] ?? each) : undefined;
    const mediaFiles = isObject(recording) ? recording['mediaFiles'] : undefined;
    return Array.isArray(mediaFiles) ? [mediaFiles as unknown[]] : [];
  });
  return recordings.length > 0 ? recordings.flat().flatMap(wrapped) : undefined;
}

function wrapped(media: unknown): Wrapped[] {
  if (!isObject(media) || typeof media['pkcs7'] !== 'string') return [];
  const bytes = readPem(media['pkcs7'])[0]?.bytes ?? base64In(media['pkcs7'])[0];
  const facts = bytes && inspectPkcs7(bytes);
  if (!facts?.ok || facts.value.type !== 'envelope') return [];
  const { mediaId, mediaPath, originalMediaDescriptor } = media;
  const path = isObject(originalMediaDescriptor) ? originalMediaDescriptor['path'] : undefined;
  return [
    { facts: facts.value, media: [path, mediaPath, mediaId].filter((each) => typeof each === 'string') },
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
