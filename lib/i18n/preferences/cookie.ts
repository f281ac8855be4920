import { type PreferenceName, preferenceCookies } from './names';

const oneYear = 365 * 24 * 60 * 60;

/**
 * Remembers a preference in the browser. The caller refreshes the page (`router.refresh()`) when the server draws
 * something by it. A cookie and not localStorage: the server has to know before the first paint, or the page jumps.
 */
export function savePreference(name: PreferenceName, value: string): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http, where the demo runs.
  document.cookie = `${preferenceCookies[name]}=${encodeURIComponent(value)}; path=/; max-age=${oneYear}; samesite=lax${secure}`;
}
