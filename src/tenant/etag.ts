/** A version number as an entity tag (RFC 9110, 8.8.3), and the If-Match that names it. */
export const etagOf = (version: number): string => `"${version}"`;

/** Strong comparison (RFC 9110, 13.1.1): a list of tags or `*`. */
export const matches = (ifMatch: string, etag: string): boolean =>
  ifMatch.trim() === '*' || ifMatch.split(',').some((tag) => tag.trim() === etag);
