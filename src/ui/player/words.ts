/** What is said where there is no player. `codec`: what the media is encoded with, where that is known. */
export const notPlayedText = (codec: string | undefined): string =>
  codec === undefined
    ? 'This browser cannot play it, and what it is encoded with is not known.'
    : `This browser cannot play it: it is encoded as ${codec}.`;

export const noPictureText = (codec: string | undefined): string =>
  `This browser does not show the picture${codec === undefined ? '' : `: it is encoded as ${codec}`}.`;
