import type { Page } from '@playwright/test';
import type { Grants } from '@/lib/db/tables/members';
import { needRoom, putCode, putShare, setMaster } from '@/lib/simulator/control/alter-world';
import { expect, expectAccessible, test } from './fixtures';
import { enterMember } from './pages/enter-member';
import { enter } from './pages/entrance';
import { addPerson, addProperty, flatOf, type Person } from './pages/own-property';
import { RoomPage } from './pages/room-page';

type Seen = { rail: string[]; panels: string[]; buttons: string[] };

const registers = ['People', 'Keys'];

async function see(page: Page): Promise<Seen> {
  const main = page.getByRole('main');
  const texts = async (found: ReturnType<Page['getByRole']>) =>
    (await found.allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '');
  return {
    rail: await texts(page.getByRole('navigation', { name: 'Main' }).first().getByRole('link')),
    panels: await texts(main.getByRole('heading', { level: 2 })),
    buttons: [
      ...(await texts(main.getByRole('region').getByRole('button'))),
      ...(await texts(main.getByRole('region').getByRole('link', { name: 'New doorcode' }))),
    ],
  };
}

const expected: Record<string, { may: string[]; mayNot: string[]; sees: string[]; seesNot: string[] }> = {
  manager: {
    sees: ['Room masters', 'Shares', 'Doorcodes', ...registers, 'Room master', 'Tenants'],
    seesNot: [],
    may: ['Replace', 'Remove', 'Share', 'New doorcode', 'Reveal'],
    mayNot: [],
  },
  landlord: {
    sees: ['Room masters', 'Shares', ...registers, 'Room master', 'Tenants'],
    seesNot: [],
    may: ['Replace', 'Remove'],
    mayNot: ['Share', 'New doorcode'],
  },
  master: {
    sees: ['Shares', 'Doorcodes'],
    seesNot: ['Tenants'],
    may: ['Share', 'New doorcode'],
    mayNot: ['Assign', 'Replace', 'Remove'],
  },
  'sub-master': {
    sees: ['Doorcodes', 'Events'],
    seesNot: ['Room master', 'Tenants'],
    may: ['New doorcode'],
    mayNot: ['Assign', 'Replace', 'Remove', 'Share', 'Reveal'],
  },
};

for (const [role, { sees, seesNot, may, mayNot }] of Object.entries(expected)) {
  test(`a ${role} sees only their part of a room`, async ({ page, desk, context }) => {
    const property = addProperty(desk, `Roles of a ${role}`, { rooms: 2 });
    const [flat] = flatOf(property, '101');
    if (!flat) throw new Error('no flat');
    const slug = role.replace(/\W/g, '');
    const master: Person = { ...addPerson(desk, `master@roles-${slug}.example`, 3), accountType: 2 };
    const sub = addPerson(desk, `sub@roles-${slug}.example`, 3);
    Object.assign(needRoom(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel }), {
      master: master.account,
      shares: [sub.account],
    });
    const people: Record<string, Person> = {
      manager: property.manager,
      landlord: property.landlord,
      master,
      'sub-master': sub,
    };
    const person = people[role];
    if (!person) throw new Error(`who is a ${role}?`);
    await enter(desk, context, person);
    await new RoomPage(page).open(flat);
    const seen = await see(page);
    const everything = [...seen.rail, ...seen.panels];
    expect(everything).toEqual(expect.arrayContaining(sees));
    for (const name of seesNot) expect(everything).not.toContain(name);
    expect(seen.buttons).toEqual(expect.arrayContaining(may));
    for (const name of mayNot) expect(seen.buttons).not.toContain(name);
    // A manager's list calls them landlord of each room, which is not their role.
    await expect(page.getByText('Role here')).toHaveCount(role === 'manager' ? 0 : 1);
    if (role !== 'sub-master') return;
    await page.goto('/doorcodes/new');
    await expect(page.getByText('1 room chosen')).toBeVisible();
  });
}

test('a landlord learns that the cloud was not asked for doorcodes', async ({ page, desk, context }) => {
  const { landlord } = addProperty(desk, 'House without own codes', { rooms: 2 });
  await enter(desk, context, landlord);
  await page.goto('/doorcodes');
  await expect(page.getByText(/so Doordesk did not ask the cloud for any/)).toBeVisible();
  await expect(page.getByText(/The cloud lists no doorcode/)).toHaveCount(0);
});

test('a resident’s overview offers to let a person in, and shows own codes, shares and visits', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Resident House', { rooms: 1, doors: 1 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const { cloud } = desk.simulator;
  const where = { gid: flat.door.gid, channel: flat.channel };
  const resident = addPerson(desk, 'resident@own.example', 3);
  const guest = addPerson(desk, 'guest@own.example', 3);
  setMaster(cloud, where, resident.account);
  putShare(cloud, where, guest.account);
  putCode(cloud, {
    ...where,
    creator: resident.account,
    name: 'Piano teacher',
    from: { date: 20240101, time: 0 },
    to: { date: 20391231, time: 235959 },
  });
  await enter(desk, context, resident);
  await page.goto('/');
  const panel = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(panel('My codes')).toContainText('Piano teacher', { timeout: 30_000 });
  await expect(panel('My shares')).toContainText(guest.account);
  await expect(panel('My visits')).toBeVisible();
  await expect(page.getByText('Rooms not read')).toHaveCount(0);
  await expectAccessible(page);
  await panel('Let somebody in').getByRole('link', { name: 'New doorcode' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'New doorcode' })).toBeVisible();

  // A member without events: nothing is theirs, and both halves of a wide page are in use.
  await context.clearCookies();
  const grants: Grants = { workspace: [], everywhere: ['people', 'doorcodes', 'masters'], buildings: [] };
  await enterMember(desk, context, { of: resident, name: 'Lea Lets', grants });
  await page.goto('/');
  await expect(panel('Doorcodes')).toContainText('Piano teacher', { timeout: 30_000 });
  await expect(panel('Shares')).toContainText(guest.account);
  await expect(page.getByRole('main')).not.toContainText(/\bmy\b|\byours?\b/i);
  const [codes, shares] = await Promise.all([
    panel('Doorcodes').boundingBox(),
    panel('Shares').boundingBox(),
  ]);
  expect(shares?.y).toBe(codes?.y);
});
