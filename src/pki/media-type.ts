/** The media type, recognised by the first bytes: of MP3, the first 4 kB. */
export function mediaType(start: Uint8Array): string | undefined {
  const text = (from: number, length: number) => String.fromCharCode(...start.subarray(from, from + length));
  if (isId3(start) || isMp3(start)) return 'audio/mpeg';
  if (text(4, 4) === 'ftyp') return 'video/mp4';
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WAVE') return 'audio/wav';
  if (text(0, 4) === '\u001aE\u00df\u00a3') return 'video/webm';
  if (text(0, 4) === 'OggS') return 'audio/ogg';
  return undefined;
}

/** ID3v2, 3.1: two bytes of the version, which are never FF, flags, and a size in four bytes of seven bits. */
const isId3 = (start: Uint8Array): boolean =>
  start.length >= 10 &&
  String.fromCharCode(...start.subarray(0, 3)) === 'ID3' &&
  start[3] !== 0xff &&
  start[4] !== 0xff &&
  start.subarray(6, 10).every((byte) => byte < 0x80);

/**
 * Two frames of one kind, one behind the other, or one that fills the file. The mark of one frame has eleven bits: each
 * 5,000th encrypted file begins with it, and so does a text in UTF-16.
 */
function isMp3(start: Uint8Array): boolean {
  const first = frameAt(start, 0);
  if (!first) return false;
  return start.length === first.length || frameAt(start, first.length)?.kind === first.kind;
}

/** In kbit/s, for the indices 1 to 14 (ISO 11172-3 and ISO 13818-3, 2.4.2.3). */
const BIT_RATES = {
  first: [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  second: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  third: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  firstOfLow: [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  low: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const SAMPLING_RATES = [44_100, 48_000, 32_000];

export interface Frame {
  /** Version, layer and sampling rate, which do not change within a file. */
  kind: number;
  /** In bytes. */
  length: number;
  /** In kbit/s. */
  bitRate: number;
  samples: number;
  perSecond: number;
}

/** The frame of MPEG audio that begins there. Undefined for a reserved value. */
export function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 4);
  const version = (second >> 3) & 3;
  const layer = 4 - ((second >> 1) & 3);
  const samplingRate = SAMPLING_RATES[(third >> 2) & 3];
  if (first !== 0xff || second < 0xe0 || version === 1 || layer === 4 || !samplingRate) return undefined;
  const isLow = version !== 3;
  const rates = isLow
    ? BIT_RATES[layer === 1 ? 'firstOfLow' : 'low']
    : BIT_RATES[layer === 1 ? 'first' : layer === 2 ? 'second' : 'third'];
  const bitRate = rates[(third >> 4) - 1];
  if (bitRate === undefined) return undefined;
  const samples = layer === 1 ? 384 : layer === 3 && isLow ? 576 : 1152;
  const slot = layer === 1 ? 4 : 1;
  const perSecond = samplingRate / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const slots = Math.floor((samples * bitRate * 125) / perSecond / slot) + ((third >> 1) & 1);
  const kind = (second & 0xfe) * 256 + (third & 0x0c);
  return { kind, length: slots * slot, bitRate, samples, perSecond };
}

/** Files with these endings count as media, because encrypted bytes cannot be recognised. */
export const hasMediaName = (path: string): boolean => MEDIA_NAME.test(path);

const MEDIA_NAME = /\.(bin|mp3|mp4|wav|webm|ogg)$/i;
