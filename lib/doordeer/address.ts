/** The cloud's base address, checked: https, or http on this machine alone, since passwords travel inside. */
export function parseCloudUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError('The cloud address is not a URL');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new TypeError('The cloud address must begin with https:// (http:// only for this machine itself)');
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(
      'The cloud address must not hold a user or password: use the Basic authentication setting',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError('The cloud address must not hold a query or a fragment');
  }
  return url;
}

/** `hostname` as URL spells it: IPv6 in brackets. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The path of one call below the base address, whether or not that ends in a slash. */
export function callPath(base: URL, path: string): string {
  return `${base.pathname.replace(/\/+$/, '')}/${path}`;
}
