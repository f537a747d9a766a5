/** The metadata of recordings, as far as a call is found by them. Every member is checked: a file may contain anything. */
import type { Bytes } from '../asn1/asn1.ts';
import { base64In } from '../pem/base64-alone.ts';
import { readPem } from '../pem/pem.ts';
import { latin1Bytes, textOf } from '../asn1/text.ts';
import type { MediaKind } from './call.ts';

/** What metadata say of a recording. */
export interface RecordingFacts {
  id: string;
  caller: string;
  dialed: string;
  agent: string;
  /** Milliseconds since 1970. */
  startedAt: number | undefined;
  media: MediaFacts[];
}

export interface MediaFacts {
  /** Paths and names that its file may have, the most certain first. */
  paths: string[];
  kind: MediaKind;
  type: string | undefined;
  /** Of the call that it belongs to: a screen recording is a recording of its own. */
  callId: string;
  /** Milliseconds since 1970. */
  startedAt: number | undefined;
  durationMs: number | undefined;
  ivrProfile: string;
  /** The envelope's bytes; empty where `pkcs7` contains none; undefined where there is no `pkcs7`. */
  envelope: Bytes | undefined;
}

/**
 * The recordings in a JSON text: one, one as `{statusCode, recording}`, or a list. Undefined where the text is none of
 * these.
 */
export function recordingsIn(bytes: Bytes): RecordingFacts[] | undefined {
  if (!/^\s*[{[]/.test(textOf(bytes.subarray(0, 200)))) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(textOf(bytes));
  } catch {
    return undefined;
  }
  const listed = isObject(json) && Array.isArray(json['recordings']) ? json['recordings'] : json;
  const found = (Array.isArray(listed) ? (listed as unknown[]) : [listed]).flatMap((each) => {
    const recording = isObject(each) ? (each['recording'] ?? each) : undefined;
    return isObject(recording) ? (recordingOf(recording) ?? []) : [];
  });
  return found.length > 0 ? found : undefined;
}

function recordingOf(recording: Json): RecordingFacts | undefined {
  // An older page of the documentation says `mediaFile`.
  const files = recording['mediaFiles'] ?? recording['mediaFile'];
  const media = (Array.isArray(files) ? (files as unknown[]) : [files]).filter(isObject);
  const caller = textIn(recording, 'callerPhoneNumber');
  if (media.length === 0 && caller === '') return undefined;
  const id = textIn(recording, 'id');
  const parameters = media.map((each) => objectIn(each, 'parameters'));
  const of = [...parameters, objectIn(recording, 'parameters')];
  return {
    id,
    caller,
    dialed: textIn(recording, 'dialedPhoneNumber'),
    agent: firstOf(of, 'agentId') || firstOf(of, 'username') || textIn(recording, 'agentId'),
    startedAt: momentOf(recording['startTime'] ?? media[0]?.['startTime']),
    media: media.map((each) => mediaOf(each, id)),
  };
}

function mediaOf(media: Json, id: string): MediaFacts {
  const descriptor = [objectIn(media, 'originalMediaDescriptor'), objectIn(media, 'mediaDescriptor')];
  const type = textIn(media, 'type');
  const paths = [
    firstOf(descriptor, 'path'),
    ...['mediaPath', 'mediaUri', 'mediaId'].map((key) => textIn(media, key)),
  ].filter(Boolean);
  const pkcs7 = media['pkcs7'];
  const [started, stopped] = [momentOf(media['startTime']), momentOf(media['stopTime'])];
  const duration = Number.parseFloat(textIn(media, 'duration'));
  return {
    paths,
    kind: kindOf(type, paths),
    type: type || undefined,
    callId: textIn(media, 'callUUID') || textIn(objectIn(media, 'parameters'), 'callUuid') || id,
    durationMs:
      duration >= 0
        ? duration
        : started !== undefined && stopped !== undefined
          ? stopped - started
          : undefined,
    startedAt: started,
    ivrProfile: textIn(media, 'ivrprofile'),
    envelope: typeof pkcs7 === 'string' ? envelopeIn(pkcs7) : undefined,
  };
}

/** By its media type, otherwise by the ending of its name: a voice recording may be in any of these. */
export function kindOf(type: string, paths: readonly string[]): MediaKind {
  const [main] = type.split('/', 1);
  if (main === 'audio') return 'voice';
  if (main === 'video') return 'screen';
  const ending = paths.map((path) => /\.(\w+)(?:\.bin)?$/.exec(path)?.[1]?.toLowerCase() ?? '');
  if (ending.some((each) => VOICE.has(each))) return 'voice';
  return ending.some((each) => SCREEN.has(each)) ? 'screen' : 'unknown';
}

const VOICE = new Set('mp3 wav ogg opus m4a aac amr au flac wma gsm ulaw alaw'.split(' '));
const SCREEN = new Set('mp4 webm avi mov wmv ts mkv'.split(' '));

const BEGIN = '-----BEGIN PKCS7-----\n';
const END = '\n-----END PKCS7-----';

/** The form of recorders is decoded at once, all others by the reader of PEM. */
function envelopeIn(text: string): Bytes {
  const end = text.indexOf(END);
  if (text.startsWith(BEGIN) && end > 0) {
    try {
      return latin1Bytes(atob(text.slice(BEGIN.length, end)));
    } catch {
      // The reader of PEM mends what can be mended.
    }
  }
  return readPem(text)[0]?.bytes ?? base64In(text)[0] ?? new Uint8Array(0);
}

/** Recorders write "2015-09-10T16:58:22.000+0000"; others milliseconds since 1970. */
function momentOf(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  const moment = /^\d{11,14}$/.test(text)
    ? Number(text)
    : Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(moment) ? undefined : moment;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectIn(json: Json, key: string): Json {
  const value = json[key];
  return isObject(value) ? value : {};
}

function textIn(json: Json, key: string): string {
  const value = json[key];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

const firstOf = (all: readonly Json[], key: string): string =>
  all.map((each) => textIn(each, key)).find(Boolean) ?? '';
