import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../doordeer/secret';
import { type Simulator, startSimulator } from '../simulator/start-simulator';
import type { Person } from './doctor/check-account';
import { diagnose } from './doctor/diagnose-cloud';
import { linesOf } from './doctor/finding';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'doctor.ts');
const account = ['--account', 'manager@harbor.example'];
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({
    size: 'small',
    arrivals: false,
    key: 'rc4-key-canary',
    comid: 'comid-canary',
  });
});
afterAll(() => simulator.close());
afterEach(() => simulator.reset());

type Settings = Record<string, string>;
type Examined = { code: number | null; said: string };

function settingsWith(more: Settings): Settings {
  return {
    DOORDEER_URL: simulator.url,
    DOORDEER_RC4_KEY: simulator.key,
    DOORDEER_COMID: simulator.comid,
    DOORDEER_TIMEOUT_MS: '3000',
    DOORDESK_VAULT_KEY: process.env.DOORDESK_VAULT_KEY ?? '',
    NEXTAUTH_SECRET: 'secret-canary-of-the-doctor',
    ...more,
  };
}

function expectNoSecret(said: string): string {
  expect(said).not.toMatch(/canary|doordeer-demo/);
  return said;
}

async function run(
  args: string[],
  { settings = {}, typed = '' }: { settings?: Settings; typed?: string } = {},
) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env: { ...process.env, ...settingsWith(settings) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(typed);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said: expectNoSecret(said) };
}

/** What the command would print, without the second that a new process takes. */
async function examine(person: Partial<Person> | null, settings: Settings = {}): Promise<Examined> {
  const { account, password } = simulator.accounts.manager;
  const who = { account, password: new Secret(password), role: 'manager' as const, ...person };
  const lines: string[] = [];
  let code = 0;
  for await (const finding of diagnose(settingsWith(settings), async () => (person ? who : null))) {
    lines.push(...linesOf(finding));
    if (finding.state === 'failed') code = 1;
  }
  return { code, said: expectNoSecret(lines.join('\n')) };
}

describe('the command', () => {
  const password = () => simulator.accounts.manager.password;

  test('examines with the password of the environment, and ends with 0 when all is well', async () => {
    const { code, said } = await run(account, { settings: { DOORDEER_PASSWORD: password() } });
    expect(said).toMatch(/✓ account: signed in as manager.*All is well/s);
    expect(code).toBe(0);
  });

  test('takes the password from standard input', async () => {
    expect((await run(account, { typed: `${password()}\n` })).code).toBe(0);
  });

  test('ends with 1 when something is wrong', async () => {
    const { code, said } = await run(account, { typed: 'wrong-canary\n' });
    expect(said).toMatch(/✗ account.*Something is wrong/s);
    expect(code).toBe(1);
  });

  test('explains itself with --help', async () => {
    const { code, said } = await run(['--help']);
    expect(code).toBe(0);
    for (const word of ['--account', '--role', 'DOORDEER_PASSWORD', 'DOORDEER_RC4_KEY'])
      expect(said).toContain(word);
  });

  test.each([[['--password', 'x']], [['--role', 'king']], [['stray']]])('refuses %j', async (wrong) => {
    const { code, said } = await run(wrong);
    expect(said).toContain('Usage: npm run doctor');
    expect(code).toBe(1);
  });
});

test('finds nothing wrong with a good cloud', async () => {
  const { code, said } = await examine({});
  expect(said).toMatch(
    /✓ settings.*✓ address.*✓ connection.*✓ HTTP.*✓ framing.*✓ key.*✓ company id.*✓ account/s,
  );
  expect(said).toMatch(/signed in as manager: \d+ buildings, \d+ doors, \d+ rooms/);
  expect(said).not.toContain('✗');
  expect(code).toBe(0);
});

test('changes nothing, and signs out again', async () => {
  await examine({});
  expect([...new Set(simulator.log().map(({ call }) => call))]).toEqual(['sign', 'Quit']);
});

test('works without an account, and says what it could not check', async () => {
  const { code, said } = await examine(null);
  expect(said).toMatch(/✓ key.*– account: .*--account/s);
  expect(code).toBe(0);
});

describe('settings', () => {
  test('that are missing or wrong are all listed', async () => {
    const { code, said } = await examine(
      {},
      {
        DOORDEER_RC4_KEY: '',
        DOORDEER_URL: 'http://cloud.example',
      },
    );
    expect(said).toMatch(/✗ settings.*DOORDEER_URL.*DOORDEER_RC4_KEY/s);
    expect(code).toBe(1);
  });

  test('of Doordesk only do not prevent the examination of the cloud', async () => {
    const { code, said } = await examine({}, { NEXTAUTH_SECRET: '' });
    expect(said).toMatch(/✗ settings.*NEXTAUTH_SECRET is missing.*✓ account/s);
    expect(code).toBe(1);
  });
});

describe('the way', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['a name that does not exist', { DOORDEER_URL: 'https://doordesk.invalid/api' }, /✗ address.*→/s],
    [
      'a port without a server',
      { DOORDEER_URL: 'http://127.0.0.1:1/api' },
      /✓ address.*✗ connection: nothing listens/s,
    ],
  ])('over %s', async (_what, settings, words) => {
    const { code, said } = await examine({}, settings);
    expect(said).toMatch(words);
    expect(code).toBe(1);
  });

  test('over https to a server without it', async () => {
    const { code, said } = await examine({}, { DOORDEER_URL: simulator.url.replace('http:', 'https:') });
    expect(said).toMatch(/✓ connection.*✗ TLS.*does not seem to speak https/s);
    expect(code).toBe(1);
  });

  test.each<
    [string, (path: string) => { status: number; body: string; headers?: Record<string, string> }, RegExp]
  >([
    [
      'a web page',
      () => ({ status: 200, body: '<html>It works!</html>' }),
      /✗ framing: the answer does not come from a doordeer cloud/s,
    ],
    ['nothing but 404', () => ({ status: 404, body: 'not found' }), /✗ HTTP: .*404.*path in DOORDEER_URL/s],
    [
      'a redirect',
      () => ({ status: 301, body: '', headers: { location: 'https://x.example' } }),
      /✗ HTTP: .*301.*has moved/s,
    ],
    ['a fault', () => ({ status: 502, body: 'Bad Gateway' }), /✗ HTTP: .*502.*The cloud has a fault/s],
  ])('to %s', async (_what, reply, words) => {
    const server = createServer((request, response) => {
      const { status, body, headers } = reply(request.url ?? '');
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, said } = await examine({}, { DOORDEER_URL: `http://127.0.0.1:${port}/api` });
    server.close();
    expect(said).toMatch(words);
    expect(code).toBe(1);
  });

  test('to a cloud that never answers', async () => {
    simulator.faults.set({ latencyMs: 60_000 });
    const { code, said } = await examine({}, { DOORDEER_TIMEOUT_MS: '300' });
    expect(said).toMatch(/✗ HTTP: no answer came in time/s);
    expect(code).toBe(1);
  });
});

describe('framing', () => {
  test.each(['json', 'data', 'params', 'content'])(
    'finds the form field %s, and says how to set it',
    async (requestField) => {
      simulator.faults.set({ requestField });
      const { code, said } = await examine({});
      expect(said).toMatch(
        new RegExp(`✗ framing.*DOORDEER_REQUEST_FIELD=${requestField}.*✓ key.*✓ account`, 's'),
      );
      expect(code).toBe(1);
    },
  );

  test('that is set as the cloud wants it is accepted', async () => {
    simulator.faults.set({ requestField: 'of-our-own', basicAuth: 'user:basic-canary' });
    const settings = { DOORDEER_REQUEST_FIELD: 'of-our-own', DOORDEER_BASIC_AUTH: 'user:basic-canary' };
    expect((await examine({}, settings)).code).toBe(0);
  });

  test('says when a field is set that the cloud does not use', async () => {
    const { said } = await examine({}, { DOORDEER_REQUEST_FIELD: 'json' });
    expect(said).toMatch(/✗ framing.*Leave DOORDEER_REQUEST_FIELD empty/s);
  });

  test('says when none of the usual fields is understood', async () => {
    simulator.faults.set({ requestField: 'of-our-own' });
    const { code, said } = await examine({});
    expect(said).toMatch(
      /✗ framing: the cloud answers that parameters are missing.*Ask the vendor which form field/s,
    );
    expect(code).toBe(1);
  });

  test('distinguishes missing HTTP Basic from wrong HTTP Basic', async () => {
    simulator.faults.set({ basicAuth: 'user:basic-canary' });
    expect((await examine({})).said).toMatch(/✗ HTTP: .*401.*set DOORDEER_BASIC_AUTH=user:password/s);
    expect((await examine({}, { DOORDEER_BASIC_AUTH: 'user:other-canary' })).said).toMatch(
      /✗ HTTP: .*401.*DOORDEER_BASIC_AUTH is wrong/s,
    );
  });
});

test('reports a wrong key', async () => {
  const { code, said } = await examine({}, { DOORDEER_RC4_KEY: 'another-canary' });
  expect(said).toMatch(/✗ key: the cloud’s answer does not decrypt.*DOORDEER_RC4_KEY/s);
  expect(code).toBe(1);
});

test('reports a company id that is not accepted', async () => {
  const { code, said } = await examine({}, { DOORDEER_COMID: 'other-canary' });
  expect(said).toMatch(/✗ company id.*DOORDEER_COMID/s);
  expect(code).toBe(1);
});

describe('the account', () => {
  test.each([
    ['a wrong password', {}],
    ['an account that does not exist', { account: 'nobody@harbor.example' }],
  ])('with %s', async (_what, person) => {
    const { code, said } = await examine({ ...person, password: new Secret('wrong-canary') });
    expect(said).toMatch(/✗ account: the cloud refuses the account or its password/);
    expect(code).toBe(1);
  });

  test('in another role names that role', async () => {
    const { code, said } = await examine({ role: 'tenant' });
    expect(said).toMatch(/✗ account: .*refuses it as tenant, but accepts it as manager.*--role manager/s);
    expect(code).toBe(1);
  });
});
