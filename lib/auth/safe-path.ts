/**
 * The path on this site that an address leads to, else `/`: what comes from an address bar must not lead elsewhere.
 * Read by the browser's own rules, since `//host`, `/\host` and `https:host` all leave the site.
 */
export function safePath(given: unknown, ownOrigin = 'http://doordesk.invalid'): string {
  if (typeof given !== 'string' || given.length > 2_000) return '/';
  if (!URL.canParse(given, ownOrigin)) return '/';
  const url = new URL(given, ownOrigin);
  if (url.origin !== new URL(ownOrigin).origin) return '/';
  const path = `${url.pathname}${url.search}`;
  // Slashes at the start would make the path, taken by itself, another site's address. A handler is no page.
  if (/^\/[/\\]/.test(path) || path.startsWith('/api/')) return '/';
  return ['/login', '/register', '/forgot-password'].includes(url.pathname) ? '/' : path;
}
