import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { useDatabase } from '../testing/database';
import { privateAuthority } from '../testing/private-authority';
import { findAddressFault } from './database-address';
import { migrate } from './migrate-database';

const canary = 'canary77';

describe('an address with a password that is not percent-encoded', () => {
  test.each([
    ['"#"', `postgres://desk:12#${canary}@127.0.0.1:5432/doordesk`],
    ['"#" after a word', `postgres://desk:${canary}#x@127.0.0.1/doordesk`],
    ['"@"', `postgres://desk:12@${canary}@127.0.0.1/doordesk`],
    ['"@" and "#"', `postgres://desk:a@${canary}#x@127.0.0.1/doordesk`],
    ['"/"', `postgres://desk:12/${canary}@127.0.0.1/doordesk`],
    ['"?"', `postgres://desk:12?${canary}@127.0.0.1/doordesk`],
    ['"%"', `postgres://desk:12%ff${canary}@127.0.0.1/doordesk`],
    ['"@" in the user name', `postgres://desk@${canary}:12@127.0.0.1/doordesk`],
    ['"/" after letters', `postgres://desk:${canary}/x@127.0.0.1/doordesk`],
  ])('is refused for %s, and no part of it is repeated', (_what, address) => {
    const fault = findAddressFault(address, { mayBePlain: true });
    expect(fault).toContain('percent-encode the password');
    expect(fault).not.toMatch(/canary77|127\.0|desk:/);
  });
});

describe('an address to another machine', () => {
  test.each([
    'postgres://desk:12@db.example/doordesk',
    'postgres://desk:12@db.example/doordesk?sslmode=disable',
    'postgres://desk:12@10.0.0.7:5432/doordesk',
    'postgres:///doordesk?host=db.example',
    'postgres://desk:12@127.0.0.1.example/doordesk',
  ])('is refused without TLS: %s', (address) => {
    expect(findAddressFault(address, { mayBePlain: false })).toContain('DOORDESK_ALLOW_PLAIN_DATABASE=1');
    expect(findAddressFault(address, { mayBePlain: true })).toBeNull();
  });

  test.each([
    'postgres://desk:12%23%40@db.example/doordesk?sslmode=verify-full',
    'postgresql://db.example/doordesk?sslmode=no-verify',
    'postgres://desk:12@localhost/doordesk',
    'postgres://desk:12@[::1]:5432/doordesk',
    'postgres:///doordesk?host=/run/postgresql',
  ])('is accepted with TLS, as is one to this machine: %s', (address) => {
    expect(findAddressFault(address, { mayBePlain: false })).toBeNull();
  });

  test('is refused in words when its authority cannot be read', () => {
    const address = `postgres://db.example/doordesk?sslmode=verify-full&sslrootcert=/${canary}.pem`;
    const fault = findAddressFault(address, { mayBePlain: false });
    expect(fault).toContain('sslrootcert');
    expect(fault).not.toContain(canary);
  });
});

describe('a database whose certificate a private authority signed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-authority-'));
  const file = path.join(folder, 'authority.pem');
  const proxy = createServer((plain) => {
    const { hostname, port } = new URL(inject('serverUrl'));
    // The driver first asks for TLS, in 8 bytes.
    plain.once('data', () => {
      plain.write('S');
      const { key, certificate: cert } = privateAuthority;
      const secured = new TLSSocket(plain, { isServer: true, key, cert });
      const database = connect(Number(port), hostname);
      secured.pipe(database).pipe(secured);
      for (const socket of [secured, database])
        socket.on('error', () => {}).on('close', () => plain.destroy());
    });
    plain.on('error', () => {});
  });
  const database = useDatabase();
  let address: string;

  beforeAll(async () => {
    writeFileSync(file, privateAuthority.certificate);
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = new URL(database.url);
    url.host = `localhost:${(proxy.address() as AddressInfo).port}`;
    url.searchParams.set('sslmode', 'verify-full');
    address = url.href;
  });
  afterAll(() => {
    proxy.close();
    rmSync(folder, { recursive: true });
  });

  test('is refused with the name of the setting that makes it known', async () => {
    await expect(migrate(address)).rejects.toThrow(/sslmode=verify-full&sslrootcert=/);
  });

  test('is used with that setting', async () => {
    await expect(migrate(`${address}&sslrootcert=${encodeURIComponent(file)}`)).resolves.toEqual([]);
  });
});
