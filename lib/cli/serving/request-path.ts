/**
 * The request's address, or that of a page which is not there where its escapes are no text (`/buildings/%FF`): Next decodes a
 * path before anything of ours can look at it, and answers those with 500.
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
