import { beforeAll, describe, expect, test } from 'vitest';
import { eventsQuery } from '../../archive/search/schema';
import { verifyAudit } from '../../audit/verify-audit';
import type { Scope } from '../../auth/scope';
import { getDb } from '../../db/client';
import { listKeys } from '../../registers/keys/data';
import { keysQuery } from '../../registers/keys/schema';
import { allPeople } from '../../registers/people/data';
import { createPersonInput } from '../../registers/people/schema';
import { readCalendar } from '../../registers/read-calendar';
import { demoPassword } from '../../simulator/world/demo-people';
import { seedWorld, sizes } from '../../simulator/world/seed';
import { parseTableQuery } from '../../table/query';
import { useDatabase } from '../../testing/database';
import { signInScope } from '../../testing/scope';
import { useSimulator } from '../../testing/simulator';
import { listViews } from '../../views/data';
import { openView } from '../../views/open-view';
import { dayOf } from './count-days';
import { drawPeople } from './draw-people';
import { fillRegisters } from './fill-registers';

useDatabase();
const start = Date.UTC(2026, 10, 24, 2, 30);
// A few flats of three buildings are enough: all flats follow the same rules.
const size = { buildings: 3, flats: 16, days: 1, visitsPerDay: 1 };
const { simulator } = useSimulator({ seed: 'harbor', size, start });
const world = () => simulator().cloud.world;

const signedIn = (name: 'manager' | 'landlord' | 'lodger') => {
  const { account } = simulator().accounts[name];
  const roles = { manager: 'manager', landlord: 'landlord', lodger: 'tenant' } as const;
  return signInScope(account, demoPassword, roles[name]);
};
const peopleOf = async (scope: Scope) => allPeople(getDb(), scope, await readCalendar(scope));
const keysOf = async (scope: Scope) =>
  (await listKeys(scope, { ...parseTableQuery(keysQuery, {}).query, limit: 500 })).rows;
const countAll = async () =>
  Promise.all(
    (['person', 'handed_key', 'saved_view', 'building_detail', 'door_detail'] as const).map(async (table) => {
      const { count } = await getDb()
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    }),
  );

let touched: string;
beforeAll(async () => {
  const { workspaceId } = await signInScope('grace.tan@harbor.example', demoPassword, 'landlord');
  touched = workspaceId;
  await getDb()
    .insertInto('building_detail')
    .values({
      workspace_id: workspaceId,
      building_name: 'Harbor View',
      address: 'Mine',
      notes: '',
      updated_at: new Date(),
    })
    .execute();
  await fillRegisters(world());
});

describe('the tenants of the demo', () => {
  test('include present and former people, with gaps as in a real list', async () => {
    const people = await peopleOf(await signedIn('manager'));
    expect(people.length).toBe(drawPeople(world()).length);
    expect(people.length).toBeGreaterThan(60);
    const accounts = people.filter(({ email }) => world().findAccount(email)?.name !== undefined);
    for (const { name, email } of accounts.filter(({ state }) => state === 'living'))
      expect(world().findAccount(email)?.name).toBe(name);
    expect(accounts.length / people.length).toBeGreaterThan(0.8);
    expect(people.filter(({ state }) => state === 'moved-out').length).toBeGreaterThan(3);
    for (const field of ['email', 'phone', 'note', 'movedIn'] as const)
      expect(people.some((person) => !person[field])).toBe(true);
  });

  test('are in rooms that exist', async () => {
    const people = await peopleOf(await signedIn('manager'));
    expect(people.filter(({ place }) => place === null)).toEqual([]);
  });

  test('of the whole demo have names, each only once in a room', () => {
    const people = drawPeople(seedWorld({ seed: 'harbor', start, size: { ...sizes.full, days: 1 } }));
    expect(people.length).toBeGreaterThan(450);
    expect(people.filter(({ movedIn }) => movedIn > dayOf(start)).length).toBeGreaterThan(2);
    const names = people.map(({ building, unit, name }) => `${building}|${unit}|${name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const person of people) {
      expect(person.name).toMatch(/^(?!.*(undefined|null|\d)).{2,}$/);
      expect(createPersonInput.safeParse({ ...person, roomKey: 'any' }).error).toBeUndefined();
    }
  });

  test('of a landlord are those of their own rooms', async () => {
    const scope = await signedIn('landlord');
    const own = new Set(scope.channels.map(({ roomKey }) => roomKey));
    const people = await peopleOf(scope);
    expect(people.length).toBeGreaterThan(5);
    expect(people.every(({ roomKey }) => own.has(roomKey))).toBe(true);
  });
});

test('keys have holders from the register or firms, unique numbers, and every state', async () => {
  const keys = await keysOf(await signedIn('manager'));
  const numbers = keys.map(({ number }) => number).filter(Boolean);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(new Set(keys.map(({ state }) => state))).toEqual(new Set(['handed-out', 'returned', 'lost']));
  expect(new Set(keys.map(({ kind }) => kind))).toEqual(new Set(['card', 'fob', 'pin']));
  expect(keys.filter(({ personId }) => personId !== null).length).toBeGreaterThan(8);
  expect(keys.every(({ holder }) => holder !== '')).toBe(true);
});

test('saved views have filters that the events page accepts', async () => {
  const scope = await signedIn('manager');
  const views = await listViews(scope);
  expect(views.length).toBeGreaterThanOrEqual(3);
  for (const { query } of views)
    expect(openView(scope, eventsQuery, query)).toMatchObject({ changed: false });
});

test('a workspace with an entry does not change, and filling again changes nothing', async () => {
  const rows = await getDb().selectFrom('person').select('id').where('workspace_id', '=', touched).execute();
  expect(rows).toEqual([]);
  const before = await countAll();
  await fillRegisters(world());
  expect(await countAll()).toEqual(before);
});

test('an account without rooms has no register, and the audit log is whole', async () => {
  expect(await peopleOf(await signedIn('lodger'))).toEqual([]);
  const entries = await getDb()
    .selectFrom('audit_entry')
    .select(['action', 'outcome', 'actor'])
    .where('action', '=', 'people.import')
    .where('outcome', '=', 'done')
    .execute();
  expect(entries.map(({ actor }) => actor).sort()).toEqual([
    'landlord@harbor.example',
    'manager@harbor.example',
  ]);
  expect((await verifyAudit(getDb())).faults).toEqual([]);
});
