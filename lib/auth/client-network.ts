import { isIPv4, isIPv6 } from 'node:net';
import { readRequest } from './request';

/** The server overwrites this header, so a client cannot forge it. */
export const clientAddressHeader = 'x-doordesk-client-address';

export async function readNetwork(): Promise<string> {
  return networkOf((await readRequest()).headers.get(clientAddressHeader));
}

/** An IPv4 address without its last byte, or 64 bits of an IPv6 address: a household can change the rest freely. */
export function networkOf(address: string | null): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIPv6(plain)) return `${groupsOf(plain).slice(0, 4).join(':')}::/64`;
  return 'unknown';
}

/** The 48 bits that a provider may give to one customer: 65,536 networks. Null for IPv4. */
export function widerNetwork(network: string): string | null {
  return network.endsWith('::/64') ? `${network.split(':').slice(0, 3).join(':')}::/48` : null;
}

function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
  const [front, back] = [groups(head), groups(tail)];
  const missing = address.includes('::') ? Math.max(0, 8 - front.length - back.length) : 0;
  return [...front, ...Array.from({ length: missing }, () => '0'), ...back];
}
