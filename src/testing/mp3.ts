import type { Bytes } from '../pki/asn1/asn1.ts';
import { joined } from '../pki/asn1/bytes.ts';

/** In kbit/s, MPEG-2 layer III. */
const BIT_RATES = [8, 16, 24, 32, 40, 48, 56, 64];

/** For tests only: a silent frame of 22,050 Hz, mono, which lasts 576 samples. Its side information and audio are zeros. */
export function silentFrame(bitRate: number): Bytes {
  const frame = new Uint8Array(Math.floor((576 * bitRate * 125) / 22_050));
  frame.set([0xff, 0xf3, (BIT_RATES.indexOf(bitRate) + 1) << 4, 0xc0]);
  return frame;
}

/** Silence of a bit rate that varies, without a first frame that tells its length. */
export const silence = (seconds: number): Bytes =>
  joined(
    Array.from({ length: Math.round((seconds * 22_050) / 576) }, (_, index) =>
      silentFrame(index < 40 ? 64 : 8),
    ),
  );
