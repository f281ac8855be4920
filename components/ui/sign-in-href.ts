/**
 * The hash stays a hash, so that the browser keeps it on the sign-in page and never sends it to a server. It may be too
 * long for a query: it carries the rooms that were chosen in a building.
 */
export function signInHref({
  pathname,
  search,
  hash,
}: Pick<Location, 'pathname' | 'search' | 'hash'>): string {
  return `/login?from=${encodeURIComponent(pathname + search)}${hash}`;
}
