/**
 * What a person sees of a text that somebody else wrote, such as the name in a certificate. Characters that cannot be
 * seen, or that turn the direction of what follows, are shown by their number: “\u202E”. So two names that read alike
 * are alike. A zero-width joiner between two emoji makes them one picture, and stays.
 */
export const visible = (text: string): string => text.replaceAll(UNSEEN, byNumber);

/** “\u202E” */
export const byNumber = (character: string): string =>
  `\\u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;

/** Those that `pki/certificate/name.ts` escapes in distinguished names; but wide spaces and those that keep a line whole are seen. */
const UNSEEN =
  /(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic}))[\p{C}\p{Zl}\p{Zp}\u115F\u1160\u2000-\u200A\u202F\u205F\u3164\uFFA0\u2800]/gu;

/** The same for a text of several lines, shown as one. */
export const visibleLine = (text: string): string =>
  visible(
    text
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .join(' '),
  );
