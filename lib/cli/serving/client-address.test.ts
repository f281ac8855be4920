import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createAddressFinder } from './client-address';

const find = (networks: string[], socket: string, forwarded?: string) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return createAddressFinder(networks)({ socket: { remoteAddress: socket }, headers } as IncomingMessage);
};

test.each([
  ['no proxy is trusted', [], '192.0.2.7', '203.0.113.9', '192.0.2.7'],
  ['another proxy is trusted', ['10.0.0.0/8'], '192.0.2.7', '203.0.113.9', '192.0.2.7'],
  ['the proxy is trusted', ['192.0.2.7'], '192.0.2.7', '203.0.113.9', '203.0.113.9'],
  [
    'a client makes up addresses',
    ['192.0.2.7'],
    '192.0.2.7',
    '1.1.1.1, 10.1.1.1, 203.0.113.9',
    '203.0.113.9',
  ],
  [
    'two proxies stand in a row',
    ['192.0.2.7', '10.0.0.0/8'],
    '192.0.2.7',
    '203.0.113.9, 10.1.2.3',
    '203.0.113.9',
  ],
  ['the client is inside', ['10.0.0.0/8'], '10.0.0.1', '10.9.9.9', '10.9.9.9'],
  ['it says nothing', ['10.0.0.0/8'], '10.0.0.1', undefined, '10.0.0.1'],
  ['it says nonsense', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.9, unknown', '10.0.0.1'],
  ['IPv4 in IPv6', ['127.0.0.1'], '::ffff:127.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['IPv6', ['::1', 'fd00::/8'], 'fd00::5', '[2001:db8::1]:443', '2001:db8::1'],
])('the client’s address, when %s', (_when, networks, socket, forwarded, address) => {
  expect(find(networks, socket, forwarded)).toBe(address);
});
