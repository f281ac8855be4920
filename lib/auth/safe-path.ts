/**
 * Returns the path on this site that an address leads to, otherwise `/`. Security: `//host`, `/\host` and `https:host`
 * leave the site, so the address is read by the browser's own rules.
 */
export function safePath(given: unknown, ownOrigin = 'http://doordesk.invalid'): string {
  if (typeof given !== 'string' || given.length > 2_000) return '/';
  if (!URL.canParse(given, ownOrigin)) return '/';
  const url = new URL(given, ownOrigin);
  if (url.origin !== new URL(ownOrigin).origin) return '/';
  const path = `${url.pathname}${url.search}`;
  // A second slash would turn the path into another site's address. A handler is not a page.
  if (/^\/[/\\]/.test(path) || path.startsWith('/api/')) return '/';
  return ['/login', '/register', '/forgot-password'].includes(url.pathname) ? '/' : path;
}
