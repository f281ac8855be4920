import { refuseRegister } from '../../abilities/registers';
import type { VerbResult } from '../../abilities/verb';
import { gidsOf } from '../../auth/own-channels';
import { asRequest } from '../../auth/request';
import { type Scope, scopeOfSession } from '../../auth/scope';
import { signIn } from '../../auth/sign-in';
import { signOut } from '../../auth/sign-out';
import { chooseZone, saveBuildingDetails, saveDoorDetails } from '../../buildings/verbs';
import { getDb } from '../../db/client';
import { Secret } from '../../doordeer/secret';
import type { Role } from '../../doordeer/words';
import { saveSchedule } from '../../files/verbs';
import { exactField } from '../../files/write/cell';
import { previewOf, readImport } from '../../registers/import/preview-import';
import { importPeople } from '../../registers/import/verbs';
import { createKey } from '../../registers/keys/verbs';
import { allPeople } from '../../registers/people/data';
import { readCalendar } from '../../registers/read-calendar';
import { registerRooms } from '../../registers/rooms';
import { type DemoName, demoAccounts, demoPassword } from '../../simulator/world/demo-people';
import type { World } from '../../simulator/world/world';
import { createView } from '../../views/verbs';
import { dayOf } from './count-days';
import { buildingTexts, doorTexts } from './describe-buildings';
import { drawKeys } from './draw-keys';
import { type DrawnPerson, drawPeople } from './draw-people';
import { listViews } from './list-views';

/** The demo's accounts that can sign in and have rooms. */
const filled = ['manager', 'otherManager', 'landlord', 'otherLandlord', 'master', 'tenant', 'guest'] as const;
const agent = 'npm run demo';
const roles: Record<1 | 2 | 3, Role> = { 1: 'manager', 2: 'landlord', 3: 'tenant' };

/** Enters data as these people would: signed in, with the verbs of the pages. Skips a workspace with data. */
export async function fillRegisters(world: World): Promise<void> {
  const people = drawPeople(world);
  for (const name of filled) await asRequest({}, () => fillAccount(name, world, people));
}

async function fillAccount(name: DemoName, world: World, people: readonly DrawnPerson[]): Promise<void> {
  const { account, accountType } = demoAccounts[name];
  const session = await signIn({
    account,
    password: new Secret(demoPassword),
    role: roles[accountType],
    userAgent: agent,
    network: agent,
  });
  if (!session.ok) throw new Error(`${account} cannot sign in: ${session.code}`);
  try {
    const scope = await scopeOfSession(session.id);
    if (!scope || !(await isUntouched(scope))) return;
    if (scope.role !== 'tenant') await describeBuildings(scope, world);
    if (refuseRegister(scope) === null) await fillRooms(scope, world, people);
    await saveViews(scope);
  } finally {
    await signOut(session.token, { tellCloud: false });
    // A second role of the same account would greet its owner with a sign-in that was the demo's own.
    await getDb()
      .deleteFrom('account_notice')
      .where('account', '=', account)
      .where('user_agent', '=', agent)
      .execute();
  }
}

async function isUntouched({ workspaceId }: Scope): Promise<boolean> {
  const tables = [
    'person',
    'handed_key',
    'removed_entry',
    'saved_view',
    'building_detail',
    'door_detail',
    'export_schedule',
  ] as const;
  for (const table of tables) {
    const row = await getDb()
      .selectFrom(table)
      .select('workspace_id')
      .where('workspace_id', '=', workspaceId)
      .limit(1)
      .executeTakeFirst();
    if (row) return false;
  }
  return true;
}

async function describeBuildings(scope: Scope, world: World): Promise<void> {
  const ctx = { scope };
  const devices = new Set(gidsOf(scope));
  for (const building of new Set(scope.channels.map(({ buildingName }) => buildingName))) {
    const known = buildingTexts[building];
    if (!known) continue;
    const { address, notes, zone } = known;
    const was = { address: '', notes: '' };
    done(await saveBuildingDetails({ ctx, input: { building, address, notes, was } }));
    if (zone) done(await chooseZone({ ctx, input: { building, zone } }));
    for (const { gid, locks } of [...world.doors.values()].filter((door) => door.building === building)) {
      const texts = doorTexts[building]?.[locks[0]?.alias ?? ''];
      const was = { name: '', place: '', note: '' };
      if (texts && devices.has(gid))
        done(await saveDoorDetails({ ctx, input: { ...was, ...texts, gid, was } }));
    }
  }
}

/** Saved views of the events page, and for a manager a weekly file of the last one. */
async function saveViews(scope: Scope): Promise<void> {
  let last: { id: string; name: string } | undefined;
  for (const { name, query } of listViews(scope)) {
    const input = { page: 'events', name, query, columns: null, density: null };
    last = done(await createView({ ctx: { scope }, input }));
  }
  if (scope.role !== 'manager' || !last) return;
  const weekly = { every: 'week', weekday: 1, monthDay: 1, hour: 6, zone: 'Asia/Singapore', keepFiles: 8 };
  const file = {
    id: '',
    name: last.name,
    view: last.id,
    query: '',
    covers: 'period',
    format: 'xlsx',
    locale: 'en',
  };
  done(await saveSchedule({ ctx: { scope }, input: { ...file, ...weekly } }));
}

async function fillRooms(scope: Scope, world: World, people: readonly DrawnPerson[]): Promise<void> {
  const rooms = registerRooms(scope);
  const own = new Set(rooms.map(({ building, unit }) => `${building}\n${unit}`));
  const here = people.filter(({ building, unit }) => own.has(`${building}\n${unit}`));
  if (here.length === 0) return;
  const ground = { db: getDb(), scope, calendar: await readCalendar(scope) };
  const file = new File([csvOf(here)], 'tenants.csv');
  const read = await readImport(ground, new Uint8Array(await file.arrayBuffer()));
  if ('samples' in read) throw new Error('the list of tenants cannot be read');
  const { digest, counts } = previewOf(read);
  if (counts.new !== here.length)
    throw new Error(`the list of tenants has faults: ${JSON.stringify(counts)}`);
  const input = { file, digest, without: '', expected: counts.new };
  done(await importPeople({ ctx: { scope }, input }));
  const given = {
    people: await allPeople(getDb(), scope, ground.calendar),
    buildings: new Set(rooms.map(({ building }) => building)),
    // A landlord's keys are for rooms; firms have none.
    withFirms: scope.role === 'manager',
    today: dayOf(world.start),
  };
  for (const key of drawKeys(world.seed, given)) done(await createKey({ ctx: { scope }, input: key }));
}

function csvOf(people: readonly DrawnPerson[]): string {
  const fields = ['name', 'email', 'phone', 'building', 'unit', 'movedIn', 'movedOut', 'note'] as const;
  const lines = people.map((person) => fields.map((field) => exactField(person[field])).join(','));
  return [fields.join(','), ...lines].join('\r\n');
}

function done<T>(result: VerbResult<T>): T {
  if (result.ok) return result.data;
  throw new Error(`a verb was refused: ${JSON.stringify(result)}`);
}
