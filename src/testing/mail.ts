/** A part of a mail with these bytes, in the lines that programs for mail make (RFC 2045, 6.8). */
export const mailPart = (headers: readonly string[], bytes: Uint8Array): string =>
  [
    ...headers,
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
    '',
  ].join('\r\n');
