/** Passphrases that encrypt a private key in a file: how hard one is to guess, and how a good one is made. */

export type Strength = 'too short' | 'weak' | 'fair' | 'strong';

export interface Judgement {
  strength: Strength;
  /** An estimate of the guesses that an attacker who knows people's habits needs, as a power of two. */
  bits: number;
  /** The judgement as a sentence. */
  text: string;
}

const MIN_PASSPHRASE_LENGTH = 8;

/** Which Java’s keytool opens a PKCS#12 whose password is not ASCII alone; opened-by-others.test.ts tries it. */
export const JAVA_BEYOND_ASCII = { cannot: [17, 21], can: 25 };

/** Undefined for a password that every program takes. */
export function beyondAscii(passphrase: string): string | undefined {
  if (/^[\u0020-\u007e]*$/.test(passphrase)) return undefined;
  const { cannot, can } = JAVA_BEYOND_ASCII;
  return `It contains characters outside ASCII: keytool of Java ${cannot.join(' and ')} cannot open a PKCS#12 file with it; that of Java ${can} can.`;
}

/** The words that people use most in passwords. Attackers try them first, so they add little strength. */
const COMMON =
  /pass(word|wort)?|qwert[yz]|azerty|letmein|welcome|admin|secret|genesys|recording|tenant|changeme|iloveyou|abc|123+/gi;

/**
 * A careful estimate in bits: repeated characters, runs such as "abcd" and common words count little, the rest counts
 * by the kinds of characters used. The encrypted file makes each guess cost hundreds of thousands of hash rounds, worth
 * another 18 bits.
 */
export function judgePassphrase(passphrase: string): Judgement {
  const bits = Math.round(guessBits(passphrase));
  if (Array.from(passphrase).length < MIN_PASSPHRASE_LENGTH) {
    return { strength: 'too short', bits, text: `Enter at least ${MIN_PASSPHRASE_LENGTH} characters.` };
  }
  if (bits < 40) {
    return {
      strength: 'weak',
      bits,
      text: 'Weak: one computer can guess it in days. Make it longer, or generate one.',
    };
  }
  if (bits < 64) {
    return {
      strength: 'fair',
      bits,
      text: 'Fair: one computer cannot guess it, but many together can.',
    };
  }
  return {
    strength: 'strong',
    bits,
    text: 'Strong: nobody can guess it. Store it separately from the file.',
  };
}

function guessBits(passphrase: string): number {
  const rest = passphrase.replaceAll(COMMON, '\u0000');
  const characters = Array.from(rest);
  let alphabet = 0;
  if (/[a-z]/.test(rest)) alphabet += 26;
  if (/[A-Z]/.test(rest)) alphabet += 26;
  if (/\d/.test(rest)) alphabet += 10;
  if (/[\u0020-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e]/.test(rest)) alphabet += 20;
  if (/[\u0080-\u{10ffff}]/u.test(rest)) alphabet += 60;
  const each = Math.log2(Math.max(alphabet, 2));
  let bits = 0;
  let before: number | undefined;
  let step: number | undefined;
  for (const character of characters) {
    const code = character.codePointAt(0)!;
    const distance = before === undefined ? undefined : code - before;
    // The same character again, the next one or the one before: part of a run.
    const inRun = distance !== undefined && Math.abs(distance) <= 1 && (distance === 0 || distance === step);
    bits += code === 0 ? 4 : inRun ? 1 : each;
    [before, step] = [code, distance];
  }
  // Attackers guess words from dictionaries: a text of letters and spaces only is worth about two and a half bits a
  // character.
  if (/^[\p{L}\s'-]+$/u.test(passphrase)) bits = Math.min(bits, characters.length * 2.5);
  return bits;
}

/** 32 characters, 5 bits each, without those that are easily mistaken for each other. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 5;
export const PASSPHRASE_RANDOM_BYTES = GROUPS * GROUP_LENGTH;

/**
 * 125 random bits in groups that can be read out and typed: "k7qm3-xn2pa-…". Only ASCII, so that every program takes
 * it.
 */
export function passphraseFrom(random: Uint8Array): string {
  const groups: string[] = [];
  for (let i = 0; i < GROUPS; i++) {
    const group = random.subarray(i * GROUP_LENGTH, (i + 1) * GROUP_LENGTH);
    groups.push(Array.from(group, (byte) => ALPHABET[byte % ALPHABET.length]).join(''));
  }
  return groups.join('-');
}
