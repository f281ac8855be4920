import { Agent, request as httpRequest } from 'node:http';
import { test as base, expect } from '@playwright/test';
import pg from 'pg';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { listActions, postAction, type ServerAction } from './server-actions';
import { type Person, stranger, type Visitor, visit } from './visitor';

/** Each test ends its own Doordesk. */
const test = base.extend<{ desk: Desk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures wanted from this pattern.
  desk: async ({}, use) => {
    const desk = await startDesk({
      server: { serverUrl: process.env.E2E_SERVER_URL ?? '', template: process.env.E2E_TEMPLATE ?? '' },
      // Longer than a stop may take.
      settings: { DOORDEER_TIMEOUT_MS: '60000' },
    });
    await use(desk);
    await desk.stop();
  },
});

type Answer = { status: number; text: string; closes: boolean };

/** One GET on the agent's connection. Rejects if the connection breaks before the last byte. */
function get(desk: Desk, path: string, { agent, cookie }: { agent: Agent; cookie: string }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${desk.url}${path}`, { agent, headers: { cookie } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text,
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

/** The second half of a sign-in, after the page was opened. */
function postSignIn(visitor: Visitor, csrfToken: string, who: Person): Promise<Response> {
  const fields = { account: who.account, password: who.password, account_type: String(who.accountType) };
  return visitor.ask('/api/auth/callback/credentials', {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, ...fields, json: 'true' }),
  });
}

/** A slow machine may answer "restarting", but never cuts a connection. */
const answered = expect.stringMatching(/^(done|restarting)$/);

function outcomeOf(isDone: boolean, status: number, text: string): string {
  if (isDone) return 'done';
  const says = /"error":"stopping"|^\[stopping\]|Doordesk is restarting|error=stopping/.test(text);
  return says ? 'restarting' : `${status} ${text}`;
}

test('a stop cuts nothing: 200 reads, 60 sign-ins on a slow cloud, 60 rows stored and acknowledged', async ({
  desk,
}) => {
  const { manager, lodger } = desk.simulator.accounts;
  const visitor = await visit(desk, manager);
  const agent = new Agent({ keepAlive: true });
  const way = { agent, cookie: cookieOf(visitor) };
  const { rows: rooms } = (await (await visitor.ask('/api/rooms')).json()) as { rows: { roomKey: string }[] };
  const create = actionOf('createPersonAction');
  const strangers = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const one = stranger(desk);
      const { csrfToken }: { csrfToken: string } = await (await one.ask('/api/auth/csrf')).json();
      return { one, csrfToken };
    }),
  );
  // Keep-alive connections, as browsers and proxies hold them.
  await Promise.all(Array.from({ length: 200 }, () => get(desk, '/api/health', way)));
  desk.simulator.faults.next({ effect: 'latency', ms: 1_500, times: null });

  const signingIn = strangers.map(async ({ one, csrfToken }) => {
    // Another account, because each keeps its newest 20 sessions only.
    const answer = await postSignIn(one, csrfToken, lodger);
    const text = await answer.text();
    return outcomeOf(answer.status === 200, answer.status, text);
  });
  const reading = Array.from({ length: 200 }, async (_, index) => {
    const { status, text } = await get(desk, index % 2 ? '/api/people' : '/keys', way);
    return outcomeOf(status === 200, status, text);
  });
  const writing = Array.from({ length: 60 }, async (_, index) => {
    const person = { roomKey: rooms[0]?.roomKey, name: `Stored ${index}` };
    const input = { ...person, email: '', phone: '', movedIn: '', movedOut: '', note: '' };
    const answer = await postAction(visitor, create, input, { [create.page]: '/people' });
    const text = await answer.text();
    return outcomeOf(text.includes('"ok":true'), answer.status, text);
  });
  const settled = Promise.allSettled([...signingIn, ...reading, ...writing]);
  await Promise.any([...reading, ...writing]);
  const stopped = desk.restart();
  await expect
    .poll(() => get(desk, '/api/ready', { agent: new Agent(), cookie: '' }), { intervals: [10] })
    .toMatchObject({ status: 503, closes: true });
  const outcomes = await settled;
  await stopped;
  desk.simulator.faults.clear();
  const values = outcomes.map((one) => (one.status === 'fulfilled' ? one.value : `cut: ${one.reason}`));
  expect(values).toEqual(Array(320).fill(answered));
  const acknowledged = values.slice(260).filter((value) => value === 'done');
  expect(await rows(desk, "select from person where name like 'Stored %'")).toHaveLength(acknowledged.length);
  expect(await rows(desk, openIntents)).toEqual([]);
  expect(await rows(desk, 'select from throttle_try')).toEqual([]);
});

test('a change that hangs ends with an unknown outcome, on the page and in the audit log', async ({
  desk,
}) => {
  const { lodger } = desk.simulator.accounts;
  // Requests for accounts that never signed in here are only counted.
  await visit(desk, lodger);
  desk.simulator.faults.next({ effect: 'latency', ms: 60_000, times: null });
  const forgot = actionOf('forgotPasswordAction');
  const input = { account: lodger.account, by: 'email' };
  const hanging = postAction(stranger(desk), forgot, input);
  await expect.poll(() => rows(desk, openIntents)).toEqual([{ action: 'accounts.forgot-password' }]);
  await desk.restart();
  expect((await hanging).status).toBe(503);
  expect(await (await hanging).text()).toMatch(/^\[outcome-unknown\]/);
  expect(await rows(desk, openIntents)).toEqual([]);
  const told = "select outcome from audit_entry where action = 'accounts.forgot-password' order by seq";
  expect(await rows(desk, told)).toEqual([{ outcome: 'intent' }, { outcome: 'unknown' }]);
});
