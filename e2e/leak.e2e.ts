import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { makeCanary } from '@/lib/testing/canaries';
import { ageDeviceList } from '@/lib/testing/device-list';
import { onwards } from './addresses';
import { type Furnished, furnish, run } from './furnish';
import { searchDatabase, searchStaticFiles } from './leak/at-rest';
import { browse } from './leak/browse';
import { crawlActions, crawlHandlers, crawlNowhere, crawlPages, type Walk } from './leak/crawl';
import { type LeakyDesk, startLeakyDesk } from './leak/leaky-desk';
import { addLeakyMembers, memberNames } from './leak/leaky-members';
import { strangeClouds } from './leak/strange-clouds';
import { actionData, listActions, postAction } from './server-actions';
import { postProvider, stranger, trySignIn, type Visitor } from './visitor';

/**
 * Plants a marker in every secret that Doordesk holds, then searches all its output for the marker: raw, escaped and
 * encoded. The tests share one desk, because the last one searches what it printed and stored.
 */
test.describe.configure({ mode: 'serial', timeout: 600_000 });

const people = {
  manager: ['manager@harbor.example', 1],
  landlord: ['landlord@harbor.example', 2],
  'room master': ['master@harbor.example', 2],
  tenant: ['master@harbor.example', 3],
  'sub-master': ['guest@harbor.example', 3],
  lodger: ['lodger@harbor.example', 3],
} as const;

let leaky: LeakyDesk;
let furnished: Furnished;
const visitors = new Map<string, Visitor>();

test.beforeAll(async ({ browser }) => {
  leaky = await startLeakyDesk();
  for (const [name, [account, type]] of Object.entries(people)) {
    visitors.set(name, await leaky.signIn(name, account, type));
  }
  furnished = await furnish(leaky.desk, visitorOf('manager'));
  const { building } = furnished.room.door;
  const members = await addLeakyMembers(leaky, { manager: [...people.manager], building, browser });
  for (const [name, visitor] of members) visitors.set(name, visitor);
});

test.afterAll(async () => {
  await leaky?.stop();
});

function visitorOf(name: string): Visitor {
  const visitor = visitors.get(name);
  if (!visitor) throw new Error(`no one signed in as ${name}`);
  return visitor;
}

function walkOf(name: string): Walk {
  const visitor = name === 'stranger' ? stranger(leaky.desk) : visitorOf(name);
  return { name, visitor, furnished, evidence: leaky.evidence };
}

function typeSecret(what: string): string {
  const canary = makeCanary(`what was typed as ${what}`);
  leaky.evidence.search.add(canary);
  return canary.value;
}

const typing = (account: string) => ({ secret: () => typeSecret('a password or token'), account });

function expectNoLeak(): void {
  expect([...new Set(leaky.evidence.leaks)]).toEqual([]);
}

for (const name of [...Object.keys(people), ...memberNames, 'stranger']) {
  test(`pages, payloads, handlers and exports give nothing away to the ${name}`, async () => {
    const walk = walkOf(name);
    const statuses = await crawlPages(walk);
    if (name === 'manager') {
      const unseen = [...statuses].filter(
        ([page, status]) =>
          status !== 200 && !page.includes('[...missing]') && !(page.endsWith(onwards) && status === 307),
      );
      expect(unseen, 'a manager sees every page').toEqual([]);
    }
    await crawlHandlers(walk);
    if (name === 'manager') {
      // The file of doorcodes holds digits, so it is refused before. In a session that calls no other action.
      const visitor = await leaky.signIn('manager', ...people.manager);
      const { password } = leaky.person(...people.manager);
      await run(visitor, 'confirmPasswordAction', z.unknown(), { password });
      await crawlHandlers({ ...walk, visitor });
    }
    await crawlNowhere(walk);
    expectNoLeak();
  });
}

test('a browser is given nothing, by address, by link or to keep', async ({ browser }) => {
  await browse(browser, leaky.desk.url, walkOf('manager'));
  await browse(browser, leaky.desk.url, walkOf('sub-master'), { width: 390, height: 844 });
  expectNoLeak();
});

test('no action gives anything away, whatever it is asked', async () => {
  for (const name of ['manager', 'sub-master', ...memberNames, 'stranger']) {
    await crawlActions(walkOf(name), typing(`nobody-${name.replace(' ', '-')}@mail.example`));
  }
  expectNoLeak();
});

test('a refused sign-in repeats nothing', async () => {
  for (const account of ['nobody@mail.example', 'landlord@harbor.example', '']) {
    const visitor = stranger(leaky.desk);
    const answer = await trySignIn(visitor, { account, password: typeSecret('a password'), accountType: 1 });
    expect(answer.status).toBe(401);
    await leaky.evidence.noteAnswer(`sign-in refused (${account})`, answer);
  }
  for (const sign_in_name of ['caretaker', 'no one']) {
    const typed = { sign_in_name, password: typeSecret('a member’s password'), code: '123456' };
    const answer = await postProvider(stranger(leaky.desk), 'member', typed);
    expect(answer.status).toBe(401);
    await leaky.evidence.noteAnswer(`sign-in refused (${sign_in_name})`, answer);
  }
  expectNoLeak();
});

test('errors give nothing away, whatever the cloud does', async () => {
  const { desk, evidence, database } = leaky;
  const secrets = desk.simulator.secrets();
  const secret = () => secrets[Math.floor(secrets.length / 2)] ?? '';
  for (const [cloud, effect] of Object.entries(strangeClouds(secret))) {
    desk.simulator.faults.clear();
    // Sign in again: a cloud that refuses a password ends the session.
    const visitor = await leaky.signIn('manager', ...people.manager);
    const walk = { ...walkOf('manager'), name: `manager, cloud: ${cloud}`, visitor };
    desk.simulator.faults.next({ ...effect, times: null });
    const { gid } = furnished.room.door;
    const at = `gid=${gid}&channel=${furnished.room.channel}&anyway=1`;
    const building = encodeURIComponent(furnished.room.door.building);
    for (const path of ['/', '/buildings', furnished.known['/rooms/[gid]/[channel]'] ?? '', '/settings']) {
      await ageDeviceList(database);
      await evidence.noteAnswer(`page ${path} (${walk.name})`, await visitor.ask(path));
      await evidence.noteAnswer(
        `payload ${path} (${walk.name})`,
        await visitor.ask(path, { headers: { rsc: '1' } }),
      );
    }
    for (const path of [
      `/api/readings/room?${at}&what=facts`,
      `/api/readings/room?${at}&what=events`,
      `/api/readings/stream?building=${building}&retry=1`,
      '/api/events/newer?refresh=1',
      '/api/pictures/profile',
      furnished.known['/api/pictures/doorcode/[id]'] ?? '',
    ]) {
      await evidence.noteAnswer(`handler ${path} (${walk.name})`, await visitor.ask(path));
    }
    await crawlActions(walk, typing(`somebody-${cloud.replaceAll(' ', '-')}@mail.example`), {
      briefly: true,
    });
    const person = leaky.person('grace.tan@harbor.example', 2);
    await evidence.noteAnswer(`sign-in (${walk.name})`, await trySignIn(stranger(desk), person));
  }
  desk.simulator.faults.clear();
  expectNoLeak();
});

test('a database that is gone gives nothing away', async () => {
  await leaky.lockOut();
  try {
    const walk = { ...walkOf('landlord'), name: 'landlord, no database' };
    await crawlPages(walk, ['/', '/settings', '/rooms/[gid]/[channel]']);
    for (const path of ['/api/rooms', '/api/ready', '/api/rooms/export?format=csv']) {
      await leaky.evidence.noteAnswer(`handler ${path} (${walk.name})`, await walk.visitor.ask(path));
    }
    await crawlActions(walk, typing('nobody-at-all@mail.example'), { briefly: true });
    await leaky.evidence.noteAnswer(
      `sign-in (${walk.name})`,
      await trySignIn(stranger(leaky.desk), leaky.person(...people.landlord)),
    );
  } finally {
    await leaky.letIn();
  }
  expectNoLeak();
});

test('a fixed password is in the answer to its reveal, after the password was typed again, and nowhere else', async () => {
  const { desk, evidence } = leaky;
  const visitor = await leaky.signIn('manager', ...people.manager);
  const { door, channel } = furnished.room;
  const action = (wanted: string) => {
    const found = listActions().find(({ name }) => name === wanted);
    if (!found) throw new Error(`the build has no action called ${wanted}`);
    return found;
  };
  const reveal = () =>
    postAction(visitor, action('revealFixedPasswordAction'), { gid: door.gid, channel }, furnished.known);

  const before = await evidence.noteAnswer('reveal, nothing typed', await reveal());
  expect(before.toString()).toContain('password-needed');
  const wrong = await postAction(
    visitor,
    action('confirmPasswordAction'),
    { password: typeSecret('a password again') },
    furnished.known,
  );
  await evidence.noteAnswer('reveal, a wrong password typed', wrong);
  await evidence.noteAnswer('reveal, after a wrong password', await reveal());
  const { password } = leaky.person(...people.manager);
  const right = await postAction(visitor, action('confirmPasswordAction'), { password }, furnished.known);
  expect((await evidence.noteAnswer('reveal, the right password typed', right)).toString()).toContain(
    '"ok":true',
  );
  expectNoLeak();

  const answer = await reveal();
  const shown = await actionData(z.object({ password: z.string() }), answer.clone());
  expect(shown.password).toBe(door.fixedLockPassword);
  // Proves that the search works: it finds this door's password, which may be shown here, and nothing else.
  const found = evidence.search.find(await answer.text());
  expect(found.map(({ what }) => what)).toContain(`lock_passwd of ${door.gid}`);
  expect([...new Set(found.map(({ what }) => what))]).toEqual([`lock_passwd of ${door.gid}`]);

  await crawlPages({ ...walkOf('manager'), name: 'manager, after a reveal', visitor }, [
    '/rooms/[gid]/[channel]',
    '/audit',
  ]);
  await evidence.noteAnswer('handler /api/audit (after a reveal)', await visitor.ask('/api/audit'));
  expectNoLeak();
  expect(desk.simulator.secrets()).toContain(door.fixedLockPassword);
});

test('what stays behind holds no secret: database, log, files', async () => {
  const { desk, evidence, database } = leaky;
  const visitor = visitorOf('landlord');
  const { csrfToken } = (await (await visitor.ask('/api/auth/csrf')).json()) as { csrfToken: string };
  const out = await visitor.ask('/api/auth/signout', {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  });
  await evidence.noteAnswer('sign-out', out);

  expect(await searchDatabase(database, evidence)).toBeGreaterThan(100);
  const { files, named } = searchStaticFiles(evidence);
  expect(files).toBeGreaterThan(10);
  expect(named).toEqual([]);
  const printed = leaky.printed();
  expect(printed).not.toBe('');
  evidence.note('log of Doordesk', printed);
  // People may see the simulator's log, too.
  evidence.note('log of the simulator', JSON.stringify(desk.simulator.log()));
  expectNoLeak();
  expect(Object.fromEntries(evidence.searched)).toMatchObject({
    page: expect.any(Number),
    payload: expect.any(Number),
    handler: expect.any(Number),
    action: expect.any(Number),
    browser: expect.any(Number),
    document: expect.any(Number),
    table: expect.any(Number),
  });
});
