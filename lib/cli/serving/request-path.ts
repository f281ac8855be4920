/** What `new URL` resolves. Browsers have done so before they ask. */
const steps = /[/\\](\.|%2e){1,2}([/\\]|$)/i;

/**
 * A missing page replaces what Next would treat in another way than our checks. To invalid escapes (`/buildings/%FF`) it
 * answers 500. Steps such as `/rooms/../_next` it resolves, so it would serve another address than the one checked.
 */
export function readableUrl(url: string): string {
  const [path = ''] = url.split('?', 1);
  try {
    decodeURIComponent(path);
    if (!steps.test(path)) return url;
  } catch {
    // The same answer as for steps.
  }
  return path.startsWith('/api/') ? '/api/nothing-here' : '/nothing-here';
}
