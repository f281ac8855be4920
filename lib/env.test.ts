import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { EnvError, readEnv } from './env';

const good = {
  DOORDEER_RC4_KEY: 'a-vendor-key',
  DOORDEER_COMID: '4711',
  DOORDESK_VAULT_KEY: createHash('sha256').update('a vault key for these tests').digest('base64'),
  NEXTAUTH_SECRET: 'a-cookie-secret-for-tests',
};

function faultsOf(settings: Record<string, string | undefined>): Record<string, string> {
  try {
    readEnv(settings);
  } catch (error) {
    if (error instanceof EnvError)
      return Object.fromEntries(error.faults.map(({ name, fault }) => [name, fault]));
    throw error;
  }
  return {};
}

describe('readEnv', () => {
  test('uses defaults', () => {
    const env = readEnv(good);
    expect(env.DOORDEER_URL).toBe('https://doorbell.push2u.com/api');
    expect(env.DOORDEER_TIMEOUT_MS).toBe(10_000);
    expect(env.DOORDEER_MAX_CONCURRENCY).toBe(16);
    expect(env.PORT).toBe(3000);
    expect(env.DATABASE_URL).toBeUndefined();
    expect(env.DOORDEER_RC4_KEY.reveal()).toBe('a-vendor-key');
  });

  test('takes the networks of trusted proxies, and names a list that is none', () => {
    expect(readEnv(good).DOORDESK_TRUSTED_PROXIES).toEqual([]);
    const given = '127.0.0.1, 10.0.0.0/8 fd00::/8';
    expect(readEnv({ ...good, DOORDESK_TRUSTED_PROXIES: given }).DOORDESK_TRUSTED_PROXIES).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      'fd00::/8',
    ]);
    for (const wrong of ['proxy.example', '10.0.0.0/33', '10.0.0/8', '::1/129', '1.2.3.4/8/8'])
      expect(Object.keys(faultsOf({ ...good, DOORDESK_TRUSTED_PROXIES: wrong }))).toEqual([
        'DOORDESK_TRUSTED_PROXIES',
      ]);
  });

  test('lets strangers register as tenants, unless the settings name other roles or none', () => {
    const rolesOf = (given?: string) =>
      readEnv({ ...good, DOORDESK_REGISTER_ROLES: given }).DOORDESK_REGISTER_ROLES;
    expect(rolesOf()).toEqual(['tenant']);
    expect(rolesOf('tenant, manager')).toEqual(['manager', 'tenant']);
    expect(rolesOf('none')).toEqual([]);
    for (const wrong of ['admin', 'none, tenant', 'tenant;manager'])
      expect(Object.keys(faultsOf({ ...good, DOORDESK_REGISTER_ROLES: wrong }))).toEqual([
        'DOORDESK_REGISTER_ROLES',
      ]);
  });

  test('lists everything missing or malformed at once, by name', () => {
    const faults = faultsOf({
      DOORDEER_URL: 'ftp://x',
      DOORDESK_VAULT_KEY: 'short',
      PORT: '99999',
      DATABASE_URL: 'mysql://x',
    });
    expect(Object.keys(faults).sort()).toEqual([
      'DATABASE_URL',
      'DOORDEER_COMID',
      'DOORDEER_RC4_KEY',
      'DOORDEER_URL',
      'DOORDESK_VAULT_KEY',
      'NEXTAUTH_SECRET',
      'PORT',
    ]);
  });

  test.each([
    ['https://doordesk.example', true],
    ['http://localhost:3000/', true],
    ['https://doordesk.example/api/auth', true],
    ['https://doordesk.example/desk', false],
    ['https://user:word@doordesk.example', false],
    ['https://doordesk.example/?a=1', false],
    ['javascript:alert(1)', false],
  ])('accepts %s as an address to sign in at: %s', (address, usable) => {
    expect(Object.keys(faultsOf({ ...good, NEXTAUTH_URL: address }))).toEqual(usable ? [] : ['NEXTAUTH_URL']);
  });

  test.each([
    'x',
    'a-short-one-of-19-c',
    'a'.repeat(64),
    'abcabcabcabcabcabcabcabc',
    'abcdefghabcdefghabcdefgh',
    'changemechangemechangeme1234',
  ])('refuses a secret for cookies that can be guessed: %s', (text) => {
    expect(faultsOf({ ...good, NEXTAUTH_SECRET: text })).toEqual({
      NEXTAUTH_SECRET: expect.stringContaining('can be guessed'),
    });
  });

  test('refuses plain http for people on other machines, unless it is allowed', () => {
    const plain = { ...good, NEXTAUTH_URL: 'http://doordesk.example' };
    expect(faultsOf(plain)).toEqual({ NEXTAUTH_URL: expect.stringContaining('DOORDESK_ALLOW_PLAIN_HTTP=1') });
    expect(faultsOf({ ...plain, DOORDESK_ALLOW_PLAIN_HTTP: '1' })).toEqual({});
    expect(faultsOf({ ...plain, DOORDESK_ALLOW_PLAIN_HTTP: 'yes' })).toHaveProperty(
      'DOORDESK_ALLOW_PLAIN_HTTP',
      'must be 1, or empty',
    );
  });

  test('refuses a remote database without TLS, unless it is allowed', () => {
    const plain = { ...good, DATABASE_URL: 'postgres://desk:word@db.example/doordesk' };
    expect(faultsOf(plain)).toEqual({
      DATABASE_URL: expect.stringContaining('DOORDESK_ALLOW_PLAIN_DATABASE=1'),
    });
    expect(faultsOf({ ...plain, DOORDESK_ALLOW_PLAIN_DATABASE: '1' })).toEqual({});
  });

  test('refuses a token for metrics that can be guessed', () => {
    for (const token of ['short', 'with a blank in the middle', '1234567890123456', 'changemechangeme'])
      expect(faultsOf({ ...good, DOORDESK_METRICS_TOKEN: token })).toEqual({
        DOORDESK_METRICS_TOKEN: expect.stringContaining('openssl rand -hex 24'),
      });
    expect(faultsOf({ ...good, DOORDESK_METRICS_TOKEN: '3f9c0a77d1b2e8546a0c9d1e' })).toEqual({});
  });

  test('repeats no value', () => {
    const reading = () =>
      readEnv({
        DOORDEER_URL: 'http://me:canary-1@cloud.example',
        DOORDEER_BASIC_AUTH: 'canary-2',
        DOORDESK_VAULT_KEY: 'canary-3',
        DATABASE_URL: 'canary-4',
        DOORDEER_TIMEOUT_MS: 'canary-5',
        NEXTAUTH_URL: 'canary-6',
        DOORDEER_REQUEST_FIELD: 'canary 7',
        PORT: 'canary-8',
      });
    expect(reading).toThrow(EnvError);
    expect(reading).not.toThrow(/canary/);
  });

  test('a setting of blanks counts as not given', () => {
    expect(faultsOf({ ...good, DOORDEER_COMID: '  ' })).toEqual({ DOORDEER_COMID: 'is missing' });
    expect(faultsOf({ ...good, DATABASE_URL: '', DOORDEER_BASIC_AUTH: ' ' })).toEqual({});
  });

  test('holds secrets so that printing or serialising the settings reveals none', () => {
    const env = readEnv({ ...good, DOORDEER_BASIC_AUTH: 'user:canary' });
    const printed = JSON.stringify(env) + String(env.DOORDEER_BASIC_AUTH);
    for (const secret of ['a-vendor-key', 'canary', good.DOORDESK_VAULT_KEY, 'a-cookie-secret-for-tests']) {
      expect(printed).not.toContain(secret);
    }
  });
});

describe('the cloud address', () => {
  test.each([
    'http://localhost:4100/api',
    'http://127.0.0.1/api',
    'http://127.9.9.9',
    'http://[::1]:80/api',
    'https://x.example/api',
  ])('may be %s', (url) => expect(faultsOf({ ...good, DOORDEER_URL: url })).toEqual({}));

  test.each([
    'http://cloud.example/api',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'http://[::2]/',
    'http://0.0.0.0/',
    'https://user:pass@cloud.example',
    'https://cloud.example/api?x=1',
    'cloud.example',
  ])('may not be %s', (url) =>
    expect(faultsOf({ ...good, DOORDEER_URL: url })).toHaveProperty('DOORDEER_URL'),
  );

  test('loses the slashes at its end', () => {
    expect(readEnv({ ...good, DOORDEER_URL: 'https://x.example/api//' }).DOORDEER_URL).toBe(
      'https://x.example/api',
    );
  });
});

describe('the vault key', () => {
  test.each([
    ['zeros', Buffer.alloc(32)],
    ['one byte, repeated', Buffer.alloc(32, 7)],
    ['a few bytes, repeated', Buffer.alloc(32, 'abcd')],
    ['digits', Buffer.from('12345678901234567890123456789012')],
    ['bytes in order', Buffer.from(Array.from({ length: 32 }, (_, at) => at))],
  ])('is refused when it holds %s', (_what, key) => {
    expect(faultsOf({ ...good, DOORDESK_VAULT_KEY: key.toString('base64') })).toEqual({
      DOORDESK_VAULT_KEY: expect.stringContaining('can be guessed'),
    });
  });

  const bytes = Buffer.from(Array.from({ length: 32 }, (_, at) => 0xff - at * 4));
  test.each([
    ['31 bytes', bytes.subarray(1).toString('base64')],
    ['33 bytes', Buffer.alloc(33, 1).toString('base64')],
    ['the URL-safe alphabet', bytes.toString('base64url')],
    ['no padding', bytes.toString('base64').replace('=', '')],
    ['a line break in it', `${bytes.toString('base64').slice(0, 20)}\n${bytes.toString('base64').slice(20)}`],
    ['hex', bytes.toString('hex')],
    ['bits set behind the last byte', `${bytes.toString('base64').slice(0, 42)}9=`],
  ])('is refused with %s', (_what, key) => {
    expect(faultsOf({ ...good, DOORDESK_VAULT_KEY: key })).toHaveProperty('DOORDESK_VAULT_KEY');
  });
});
