/**
 * Returns the request's address, or a missing page's if its escapes are invalid (`/buildings/%FF`). Next decodes a path
 * before our code runs, and answers those with 500.
 */
export function readableUrl(url: string): string {
  const [path = ''] = url.split('?', 1);
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.startsWith('/api/') ? '/api/nothing-here' : '/nothing-here';
  }
}
