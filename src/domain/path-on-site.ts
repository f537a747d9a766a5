/**
 * The path, query and fragment of a reference that stays on the site with this origin; undefined for any other. The
 * answer itself is checked, because only it is followed: "/.//other.example" is a path of this site, but what remains
 * of it, "//other.example", names a host (RFC 3986, 4.2).
 */
export function pathOnSite(reference: string, origin: string): string | undefined {
  if (!URL.canParse(reference, origin)) return undefined;
  const url = new URL(reference, origin);
  const path = url.pathname + url.search + url.hash;
  const followed = URL.canParse(path, origin) ? new URL(path, origin) : undefined;
  const stays = followed?.origin === new URL(origin).origin && followed.href === url.href;
  return stays ? path : undefined;
}
