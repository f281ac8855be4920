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
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The path of one call below the base address, whether or not that ends in a slash. */
export function callPath(base: URL, path: string): string {
  return `${base.pathname.replace(/\/+$/, '')}/${path}`;
}

/**
 * The path of an address that the cloud gave for a picture, on the cloud's own host; null when it leads anywhere else.
 * Whoever can make the cloud say an address would otherwise choose what this server asks for inside its own network.
 */
export function ownPath(base: URL, address: string): string | null {
  if (!URL.canParse(address, base)) return null;
  const url = new URL(address, base);
  // The cloud may write http where it is asked over https; http on any other host than this machine is not used at all.
  if (url.protocol === 'http:' && base.protocol === 'https:') url.protocol = 'https:';
  if (url.origin !== base.origin || url.username !== '' || url.password !== '') return null;
  return `${url.pathname}${url.search}`;
}
