/** Next answers 500 to invalid escapes (`/buildings/%FF`) before our code runs, so a missing page replaces them. */
export function readableUrl(url: string): string {
  const [path = ''] = url.split('?', 1);
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.startsWith('/api/') ? '/api/nothing-here' : '/nothing-here';
  }
}
