import { Agent, request as httpRequest } from 'node:http';
import { test as base, expect } from '@playwright/test';
import pg from 'pg';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { listActions, postAction, type ServerAction } from './server-actions';
import { stranger, trySignIn, type Visitor, visit } from './visitor';

/** A Doordesk of each test's own, since the test ends it. */
const test = base.extend<{ desk: Desk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures wanted from this pattern.
  desk: async ({}, use) => {
    const desk = await startDesk({
      server: { serverUrl: process.env.E2E_SERVER_URL ?? '', template: process.env.E2E_TEMPLATE ?? '' },
      // A call that hangs does so for longer than a stop may take.
      settings: { DOORDEER_TIMEOUT_MS: '60000' },
    });
    await use(desk);
    await desk.stop();
  },
});

type Answer = { status: number; bytes: number; closes: boolean };

/** One GET on a connection of the agent's; rejects when the connection breaks before the last byte. */
function get(desk: Desk, path: string, { agent, cookie }: { agent: Agent; cookie: string }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${desk.url}${path}`, { agent, headers: { cookie } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          bytes,
          closes: response.headers.connection === 'close',
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

const cookieOf = ({ cookies }: Visitor) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

async function rows<T extends object>(desk: Desk, query: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query(query)).rows as T[];
  } finally {
    await client.end();
  }
}

const openIntents = `
  select action from audit_entry as intent where outcome = 'intent' and not exists (
    select from audit_entry as told where told.intent_seq = intent.seq)`;

function actionOf(name: string): ServerAction {
  const found = listActions().find((action) => action.name === name);
  if (!found) throw new Error(`the build has no ${name}`);
  return found;
}

test('a stop cuts nothing: pages, sign-ins on a slow cloud, and rows that are stored are told of', async ({
  desk,
}) => {
  const { manager } = desk.simulator.accounts;
  const visitor = await visit(desk, manager);
  const agent = new Agent({ keepAlive: true });
  const way = { agent, cookie: cookieOf(visitor) };
  const { rows: rooms } = (await (await visitor.ask('/api/rooms')).json()) as { rows: { roomKey: string }[] };
  const create = actionOf('createPersonAction');
  // Connections that are kept open, as browsers and proxies do.
  await Promise.all(Array.from({ length: 20 }, () => get(desk, '/api/health', way)));
  desk.simulator.faults.next({ effect: 'latency', ms: 1_500, times: null });

  const reading = Array.from({ length: 40 }, (_, index) =>
    get(desk, index % 4 ? '/api/people' : '/keys', way),
  );
  const signingIn = Array.from({ length: 10 }, async () => (await trySignIn(stranger(desk), manager)).status);
  const writing = Array.from({ length: 10 }, async (_, index) => {
    const person = { roomKey: rooms[0]?.roomKey, name: `Stored ${index}` };
    const input = { ...person, email: '', phone: '', movedIn: '', movedOut: '', note: '' };
    const answer = await postAction(visitor, create, input, { [create.page]: '/people' });
    return (await answer.text()).includes('"ok":true');
  });
  const settled = Promise.allSettled([...reading, ...signingIn, ...writing]);
  await Promise.race([...reading, ...writing]);
  const stopped = desk.restart();
  await expect
    .poll(() => get(desk, '/api/ready', { agent: new Agent(), cookie: '' }), { intervals: [10] })
    .toMatchObject({ status: 503, closes: true });
  const outcomes = await settled;
  await stopped;
  desk.simulator.faults.clear();
  const values = outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason));
  expect(values.slice(0, 40)).toEqual(Array(40).fill(expect.objectContaining({ status: 200 })));
  expect(values.slice(40, 50)).toEqual(Array(10).fill(200));
  expect(values.slice(50)).toEqual(Array(10).fill(true));
  expect(await rows(desk, "select from person where name like 'Stored %'")).toHaveLength(10);
  expect(await rows(desk, openIntents)).toEqual([]);
});

test('a change that hangs is told at the end that its outcome is not known, and so is the audit log', async ({
  desk,
}) => {
  desk.simulator.faults.next({ effect: 'latency', ms: 60_000, times: null });
  const forgot = actionOf('forgotPasswordAction');
  const input = { account: desk.simulator.accounts.lodger.account, by: 'email' };
  const hanging = postAction(stranger(desk), forgot, input);
  await expect.poll(() => rows(desk, openIntents)).toEqual([{ action: 'accounts.forgot-password' }]);
  await desk.restart();
  expect((await hanging).status).toBe(503);
  expect(await (await hanging).text()).toMatch(/^\[outcome-unknown\]/);
  expect(await rows(desk, openIntents)).toEqual([]);
  const told = "select outcome from audit_entry where action = 'accounts.forgot-password' order by seq";
  expect(await rows(desk, told)).toEqual([{ outcome: 'intent' }, { outcome: 'unknown' }]);
});
