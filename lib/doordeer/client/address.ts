/** Accepts https, and http on this machine only, because passwords travel inside. Throws TypeError. */
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

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

export function callPath(base: URL, path: string): string {
  return `${base.pathname.replace(/\/+$/, '')}/${path}`;
}

/** The path of an address on the cloud's own host, or null: the cloud must not choose what this server requests. */
export function ownPath(base: URL, address: string): string | null {
  if (!URL.canParse(address, base)) return null;
  const url = new URL(address, base);
  // The cloud may write http although it is asked over https. Http is used only on this machine.
  if (url.protocol === 'http:' && base.protocol === 'https:') url.protocol = 'https:';
  if (url.origin !== base.origin || url.username !== '' || url.password !== '') return null;
  return `${url.pathname}${url.search}`;
}
