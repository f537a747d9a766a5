/** A version number as an entity tag (RFC 9110, 8.8.3), and the If-Match that names it. */
export const etagOf = (version: number): string => `"${version}"`;

/** Strong comparison (RFC 9110, 13.1.1): a list of tags or `*`. */
export const matches = (ifMatch: string, etag: string): boolean =>
  ifMatch.trim() === '*' || ifMatch.split(',').some((tag) => tag.trim() === etag);

/** If-None-Match by weak comparison (RFC 9110, 13.1.2): whether the caller already has this answer. */
export const isKnown = (ifNoneMatch: string | null, etag: string): boolean =>
  ifNoneMatch !== null &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag)));

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
