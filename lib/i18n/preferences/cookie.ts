import { type PreferenceName, preferenceCookies } from './names';

const oneYear = 365 * 24 * 60 * 60;

/** The caller refreshes the page if needed. A cookie, because the server needs the preference before the first paint. */
export function savePreference(name: PreferenceName, value: string): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http, where the demo runs.
  document.cookie = `${preferenceCookies[name]}=${encodeURIComponent(value)}; path=/; max-age=${oneYear}; samesite=lax${secure}`;
}
