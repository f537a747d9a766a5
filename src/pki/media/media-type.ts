/** The media type, recognised by the first bytes: of MP3, AAC and MPEG transport streams, the first 4 kB. */
export function mediaType(start: Uint8Array): string | undefined {
  const text = (from: number, length: number) => String.fromCharCode(...start.subarray(from, from + length));
  if (isId3(start) || isMp3(start)) return 'audio/mpeg';
  const [first, second] = [text(0, 4), text(4, 4)];
  if (second === 'ftyp') return text(8, 4) === 'qt  ' ? 'video/quicktime' : 'video/mp4';
  if (first === 'RIFF' && text(8, 4) === 'AVI ') return 'video/x-msvideo';
  // RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088) are WAV of more than 4 GB.
  if (/^(RIFF|RF64|BW64)$/.test(first) && text(8, 4) === 'WAVE') return 'audio/wav';
  if (first === '\u001aE\u00df\u00a3') return 'video/webm';
  const known = BEGINNINGS.find(([beginning]) => text(0, beginning.length) === beginning);
  if (known) return known[1];
  if (text(0, 16) === ASF)
    return text(0, start.length).includes(ASF_VIDEO) ? 'video/x-ms-wmv' : 'audio/x-ms-wma';
  if (isAac(start)) return 'audio/aac';
  if (isTransportStream(start)) return 'video/mp2t';
  // Older QuickTime files begin with any atom, whose length comes first.
  return QUICKTIME_ATOMS.has(second) && start.length > 8 ? 'video/quicktime' : undefined;
}

/** What a decrypted file is: media, or the zip of an export. */
export const contentType = (start: Uint8Array): string | undefined =>
  mediaType(start) ??
  (start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4 ? ZIP : undefined);

export const ZIP = 'application/zip';

const BEGINNINGS = [
  ['OggS', 'audio/ogg'],
  ['fLaC', 'audio/flac'],
  ['#!AMR\n', 'audio/amr'],
  ['#!AMR-WB\n', 'audio/amr-wb'],
  ['.snd', 'audio/basic'],
  ['\0\0\u0001\u00ba', 'video/mpeg'],
] as const;

/** The GUIDs of the header and of a stream of video in it (Advanced Systems Format, 10.1 and 10.4). */
const ASF = '\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c';
const ASF_VIDEO = '\xc0\xef\x19\xbc\x4d\x5b\xcf\x11\xa8\xfd\x00\x80\x5f\x5c\x44\x2b';

const QUICKTIME_ATOMS = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

/** Two frames of ADTS (ISO 13818-7, 6.2.1) one behind the other, or one that fills the file. */
function isAac(start: Uint8Array): boolean {
  const lengthAt = (at: number): number => {
    const [first = 0, second = 0, , fourth = 0, fifth = 0, sixth = 0] = start.subarray(at, at + 7);
    const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
    return first === 0xff && (second & 0xf6) === 0xf0 && length >= 7 ? length : 0;
  };
  const length = lengthAt(0);
  return length > 0 && (start.length === length || lengthAt(length) > 0);
}

/** Packets of 188 bytes, each of which begins with the same byte (ISO 13818-1, 2.4.3.2). */
const isTransportStream = (start: Uint8Array): boolean =>
  start.length >= 3 * 188 && [0, 188, 376].every((at) => start[at] === 0x47);

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

const MEDIA_NAME =
  /\.(bin|mp3|mp4|wav|webm|ogg|opus|m4a|aac|amr|au|flac|wma|gsm|ulaw|alaw|avi|mov|wmv|mkv)$/i;
