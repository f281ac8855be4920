import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { log } from '../../log';

/** `networks`: addresses and networks such as `10.0.0.0/8`, as the settings check them. */
export function createAddressFinder(networks: readonly string[]): (request: IncomingMessage) => string {
  const trusted = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  let hasWarned = false;

  /**
   * The address of the client: of the socket, or what the trusted proxies say. Each proxy adds the address that it
   * sees at the end, so the first that is not trusted, from the end, is the client's. What stands before it may be
   * made up.
   */
  return ({ socket, headers }) => {
    let address = plain(socket.remoteAddress ?? '');
    const forwarded = [headers['x-forwarded-for']].flat().join(',').split(',').map(plain).reverse();
    // Next sends an action on to another of its pages by a request of its own.
    const isNamed = isIP(forwarded[0] ?? '') !== 0 && headers['x-action-forwarded'] === undefined;
    if (isNamed && networks.length === 0 && !hasWarned) {
      hasWarned = true;
      log.warn(
        { proxy: address },
        'A proxy names its clients, but is not trusted, so all people count as one network when tries are limited. Set DOORDESK_TRUSTED_PROXIES to its address',
      );
    }
    for (const next of forwarded) {
      if (isIP(address) === 0 || !isTrusted(address) || isIP(next) === 0) break;
      address = next;
    }
    return address;
  };
}

/** Without a port, brackets, zone and the prefix of IPv4 in IPv6. */
function plain(text: string): string {
  const address = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
}
