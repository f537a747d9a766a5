/** What is told of an archive: its calls, with the media files of each. All of it may be sent to the page. */
import type { DecryptProblem } from '../media/decrypt-media.ts';
import type { PkiError } from '../outcome.ts';
import type { Needed } from './needed.ts';

export const mediaKinds = ['voice', 'screen', 'unknown'] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** `both`: a voice recording and the screen recording of the same call. */
export type CallKind = MediaKind | 'both';

/**
 * What is known of a media file. `not read here`: it is encrypted in a way that recordings are not, and nothing speaks
 * against the file. `damaged` is said with evidence alone. The worst one comes last: a call has that of its media.
 */
export const callStates = [
  'in the clear',
  'opens',
  'no session key',
  'media missing',
  'key missing',
  'not read here',
  'damaged',
] as const;
export type CallState = (typeof callStates)[number];

export interface CallMedia {
  id: number;
  /** The name of the file, or the one that the metadata say. */
  name: string;
  kind: MediaKind;
  /** Milliseconds since 1970; undefined where metadata do not say it. */
  startedAt: number | undefined;
  /** Of the file as it lies there; undefined where it is missing. */
  size: number | undefined;
  state: CallState;
  /** Why it is damaged or not read. */
  why: PkiError | DecryptProblem | undefined;
  /** Where it lies: the file or archive that was added, and the path inside an archive. */
  file: string;
  entry: string | undefined;
  /** The media type that the metadata or the first bytes say. */
  type: string | undefined;
  /** The file of the private key that opens it. */
  key: string | undefined;
  /** The certificates of which any one's key opens it. Shared by all media with the same ones. */
  recipients: readonly Needed[];
}

/** One call: a row of the list. */
export interface Call {
  /** Its number in this visit. */
  id: number;
  /** The call UUID or the id of the recording; empty where there is no metadata. */
  callId: string;
  /** ISO 8601, UTC; undefined where there is no metadata. */
  startedAt: string | undefined;
  /** The date that the folder's name says: "2026-03-14". */
  folderDate: string | undefined;
  caller: string;
  dialed: string;
  agent: string;
  kind: CallKind;
  durationMs: number | undefined;
  ivrProfile: string;
  state: CallState;
  /** Bytes of all its media files. */
  size: number;
  /** The first one is played first: voice before screen. */
  media: CallMedia[];
  /** The file of its metadata; undefined where there is none. */
  metadata: string | undefined;
}
