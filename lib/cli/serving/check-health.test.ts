import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { VaultKeyError } from '../../db/vault/vault-ring';
import { keepStartFault } from '../../desk/start-fault';
import { processSlot } from '../../process-slot';
import { checkHealth } from './check-health';

let server: Server;

afterEach(() => {
  server.close();
  processSlot('start-fault').value = undefined;
});

async function serve(status: number | null, host?: string): Promise<void> {
  server = createServer((request, response) => {
    if (status) response.writeHead(request.url === '/api/health' ? status : 404).end();
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host }, resolve));
}

test.each([undefined, '127.0.0.1', '0.0.0.0'])('a process that answers at %s serves', async (host) => {
  await serve(200, host);
  expect((server.address() as AddressInfo).port).toBeGreaterThan(0);
  expect(await checkHealth(server)).toBeNull();
});

test('one whose health answers 500 says what an operator can mend', async () => {
  await serve(500);
  expect(await checkHealth(server)).toBe('/api/health answers 500; its log says why');
  keepStartFault(new Error('password "secret" refused'));
  expect(await checkHealth(server)).toBe('/api/health answers 500; its log says why');
  keepStartFault(new VaultKeyError('DOORDESK_VAULT_KEY is key 1 of this database'));
  expect(await checkHealth(server)).toBe('DOORDESK_VAULT_KEY is key 1 of this database');
});

test('one that listens and never answers does not serve', async () => {
  await serve(null);
  expect(await checkHealth(server, 50)).toBe('/api/health answers nothing; its log says why');
  server.closeAllConnections();
});
