/** What a media file is encoded with, in words: what a browser cannot play must be named, so that a player is found. */
import type { Bytes } from '../asn1/asn1.ts';
import { mediaType } from './media-type.ts';
import { mp3Length, withLength } from './mp3-length.ts';

/** As many bytes of the beginning as are looked at. */
const START_BYTES = 64 * 1024;

/** Of WAV (RFC 2361). */
const WAV_FORMATS: Record<number, string> = {
  1: 'PCM',
  2: 'Microsoft ADPCM',
  3: 'PCM (float)',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  64: 'G.721 ADPCM',
  85: 'MP3',
  131: 'G.729',
};

/** The sample entries of MP4 and MOV (mp4ra.org). */
const MP4_CODECS: Record<string, string> = {
  hvc1: 'HEVC (H.265)',
  hev1: 'HEVC (H.265)',
  avc1: 'H.264',
  avc3: 'H.264',
  av01: 'AV1',
  vp09: 'VP9',
  mp4v: 'MPEG-4 Visual',
  mp4a: 'AAC',
  'ac-3': 'AC-3',
  samr: 'AMR',
  alaw: 'A-law',
  ulaw: 'µ-law',
};

/** By media type, where nothing more is to be read. */
const NAMES: Record<string, string> = {
  'video/x-ms-wmv': 'Windows Media (WMV, WMA)',
  'audio/x-ms-wma': 'Windows Media (WMV, WMA)',
  'video/x-msvideo': 'AVI',
  'audio/amr': 'AMR',
  'audio/amr-wb': 'AMR',
  'audio/basic': 'Sun audio (.au)',
  'audio/flac': 'FLAC',
  'audio/ogg': 'Ogg',
  'video/webm': 'WebM or Matroska',
  'audio/mpeg': 'MP3',
};

const textAt = (bytes: Bytes, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

/** "GSM 6.10 in WAV"; undefined where it is none that is known. */
export async function codecOf(media: Blob): Promise<string | undefined> {
  const start = new Uint8Array(await media.slice(0, START_BYTES).arrayBuffer());
  const type = mediaType(start) ?? '';
  const known = NAMES[type];
  if (known !== undefined) return known;
  if (type === 'audio/wav') {
    const format = wavFormat(start);
    return format === undefined ? 'WAV' : `${format} in WAV`;
  }
  const codecs = await mp4Codecs(media);
  if (codecs === undefined) return undefined;
  return codecs.length === 0 ? 'MP4' : `${codecs.join(' and ')} in MP4`;
}

const EXTENSIBLE = 0xfffe;

function wavFormat(start: Bytes): string | undefined {
  const view = new DataView(start.buffer);
  for (let at = 12; at + 34 <= start.length;) {
    const size = view.getUint32(at + 4, true);
    if (textAt(start, at, 4) === 'fmt ') {
      const tag = view.getUint16(at + 8, true);
      const format = tag === EXTENSIBLE ? view.getUint16(at + 32, true) : tag;
      return WAV_FORMATS[format] ?? `format ${format}`;
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** Boxes of a file that is no MP4 would lead anywhere, so few are followed. */
const MAX_BOXES = 100;
const MAX_MOOV_BYTES = 16 * 1024 * 1024;

/** Reads the headers of the boxes, wherever the list of tracks lies. Undefined where it is no MP4. */
async function mp4Codecs(media: Blob): Promise<string[] | undefined> {
  let at = 0;
  for (let count = 0; count < MAX_BOXES && at + 8 <= media.size; count++) {
    const header = new Uint8Array(await media.slice(at, at + 16).arrayBuffer());
    const view = new DataView(header.buffer);
    const type = textAt(header, 4, 4);
    if (!/^[\w ]{4}$/.test(type)) return undefined;
    const short = view.getUint32(0);
    const size =
      short === 1 && header.length === 16 ? Number(view.getBigUint64(8)) : short || media.size - at;
    if (size < 8) return undefined;
    if (type === 'moov') {
      const moov = new Uint8Array(await media.slice(at, at + Math.min(size, MAX_MOOV_BYTES)).arrayBuffer());
      return sampleEntries(moov);
    }
    at += size;
  }
  return undefined;
}

/** Each track has one list of samples; the entry in it begins 16 bytes after the list's name (ISO 14496-12, 8.5.2). */
function sampleEntries(moov: Bytes): string[] {
  const text = new TextDecoder('latin1').decode(moov);
  const names = new Set<string>();
  for (let at = text.indexOf('stsd'); at >= 0; at = text.indexOf('stsd', at + 4)) {
    const name = MP4_CODECS[text.slice(at + 16, at + 20)];
    if (name !== undefined) names.add(name);
  }
  return [...names];
}

interface MediaLook {
  codec: string | undefined;
  /** Where browsers would read a wrong length: the same media, saying the right one. */
  mended: Blob | undefined;
}

/** All that is to be known of decrypted media before it is played. */
export async function lookAtMedia(media: Blob): Promise<MediaLook> {
  const codec = await codecOf(media);
  if (codec !== 'MP3') return { codec, mended: undefined };
  const bytes = new Uint8Array(await media.arrayBuffer());
  const missing = mp3Length(bytes)?.missing;
  return { codec, mended: missing && new Blob([withLength(bytes, missing)], { type: 'audio/mpeg' }) };
}
