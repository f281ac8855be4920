import { type OrderByItemBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { mayMaster } from '@/lib/abilities/masters';
import { refuseRegister, refuseRoom } from '@/lib/abilities/registers';
import { mayShare } from '@/lib/abilities/shares';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { holdsText } from '@/lib/db/text-search';
import { type ChoiceCounts, matchCells } from '@/lib/table/match-choices';
import type { Ticked } from '@/lib/table/query';
import { uuids } from '../choose-rows';
import { type Calendar, readCalendar, todayAt } from '../read-calendar';
import { type RegisterRoom, registerRooms, visibleEntries } from '../rooms';
import type { PersonState } from '../words';
import type { PeopleQuery } from './schema';

export type PersonRow = {
  id: string;
  revision: number;
  name: string;
  email: string;
  phone: string;
  roomKey: string;
  building: string;
  unit: string;
  place: { gid: string; channel: number } | null;
  /** `YYYY-MM-DD` on the building's calendar. */
  movedIn: string | null;
  movedOut: string | null;
  state: PersonState;
  note: string;
  keysOut: number;
  updatedAt: string;
};

export type PeopleFilter = Pick<PeopleQuery, 'q' | 'building' | 'state' | 'room' | 'sharing'> & Ticked;
type Ordered = PeopleFilter & Pick<PeopleQuery, 'sort' | 'dir'>;

export const everybody: PeopleFilter = { q: '', building: [], state: [], room: [], sharing: false };

/** The caller has asked `refuseRegister`. */
export async function listPeople(
  scope: Scope,
  query: PeopleQuery & Ticked,
): Promise<{ rows: PersonRow[]; total: number }> {
  const calendar = await readCalendar(scope);
  const [found, total] = await Promise.all([
    orderedPeople(scope, query, calendar).then((people) =>
      people.offset(query.offset).limit(query.limit).execute(),
    ),
    countPeople(scope, query, calendar),
  ]);
  return { rows: found.map(rowMaker(scope)), total };
}

/** The first rows, and how many each choice of the filters shows. */
export async function loadPeople(
  scope: Scope,
  query: PeopleQuery,
): Promise<{ rows: PersonRow[]; total: number; counts: ChoiceCounts<'building' | 'state'> }> {
  const calendar = await readCalendar(scope);
  const [ordered, counted] = await Promise.all([
    orderedPeople(scope, query, calendar),
    matchingPeople(scope, { ...query, building: [], state: [] }, calendar),
  ]);
  const [found, cells] = await Promise.all([
    ordered.offset(query.offset).limit(query.limit).execute(),
    counted
      .select(['building_name as building', stateAt(calendar).as('state')])
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .groupBy(['building', 'state'])
      .execute(),
  ]);
  const matched = matchCells(cells, {
    building: { chosen: query.building, of: ({ building }) => [building] },
    state: { chosen: query.state, of: ({ state }) => [state] },
  });
  return { rows: found.map(rowMaker(scope)), ...matched };
}

export async function* streamPeople(scope: Scope, query: Ordered): AsyncGenerator<PersonRow, void> {
  const calendar = await readCalendar(scope);
  const toRow = rowMaker(scope);
  const ordered = await orderedPeople(scope, query, calendar);
  for await (const row of ordered.stream(500)) yield toRow(row);
}

/** Those who live there come first. Null if this account may not know. */
export async function peopleOfRoom(scope: Scope, roomKey: string): Promise<PersonRow[] | null> {
  if (refuseRoom(scope, roomKey)) return null;
  const query: Ordered = { ...everybody, room: [roomKey], sort: 'state', dir: 'asc' };
  const ordered = await orderedPeople(scope, query, await readCalendar(scope));
  const rows = await ordered.limit(500).execute();
  return rows.map(rowMaker(scope));
}

export async function readPerson(scope: Scope, id: string): Promise<PersonRow | null> {
  if (uuids([id]).length === 0) return null;
  const row = await people(scope, await readCalendar(scope))
    .where('person.id', '=', id)
    .executeTakeFirst();
  return row ? rowMaker(scope)(row) : null;
}

export async function allPeople(db: Db, scope: Scope, calendar: Calendar): Promise<PersonRow[]> {
  const rows = await people(scope, calendar, db).orderBy('person.id').execute();
  return rows.map(rowMaker(scope));
}

export type FoundPerson = Pick<PersonRow, 'id' | 'name' | 'building' | 'unit' | 'place' | 'state'>;

/** For the palette. Empty if the register is not for this account. */
export async function findPeople(scope: Scope, q: string, limit: number): Promise<FoundPerson[]> {
  const text = q.trim();
  if (text === '' || /\p{Cc}/u.test(text) || refuseRegister(scope)) return [];
  const query: Ordered = { ...everybody, q: text.slice(0, 200), sort: 'state', dir: 'asc' };
  const ordered = await orderedPeople(scope, query, await readCalendar(scope));
  const rows = await ordered.limit(limit).execute();
  return rows.map(rowMaker(scope)).map(({ id, name, building, unit, place, state }) => ({
    id,
    name,
    building,
    unit,
    place,
    state,
  }));
}

export async function peopleBuildings(scope: Scope): Promise<string[]> {
  const rows = await getDb()
    .selectFrom('person')
    .select(['building_name', 'order_building'])
    .distinct()
    .where(visibleEntries(scope, 'person'))
    .orderBy('order_building')
    .limit(500)
    .execute();
  const rooms = registerRooms(scope).map(({ building }) => building);
  return [...new Set([...rooms, ...rows.map((row) => row.building_name)])];
}

/** For bulk changes, which then lock and check each entry. */
export async function chosenPeople(
  db: Db,
  scope: Scope,
  calendar: Calendar,
  { filter, among }: { filter: PeopleFilter; among: RawBuilder<SqlBool> },
): Promise<
  {
    id: string;
    name: string;
    unit: string;
    building: string;
    movedIn: string | null;
    movedOut: string | null;
  }[]
> {
  const matching = await matchingPeople(scope, filter, calendar, db);
  const rows = matching
    .where(among)
    .select([
      'person.id',
      'person.name',
      'person.unit_label as unit',
      'person.building_name as building',
      movedIn,
      movedOut,
    ])
    .orderBy('person.order_name')
    .orderBy('person.id')
    .forUpdate();
  return rows.execute();
}

const movedIn = sql<string | null>`person.moved_in::text`.as('movedIn');
const movedOut = sql<string | null>`person.moved_out::text`.as('movedOut');

function stateAt(calendar: Calendar) {
  const today = todayAt(calendar, sql.ref('person.building_name'));
  return sql<PersonState>`(case when person.moved_out <= ${today} then 'moved-out'
    when person.moved_in > ${today} then 'moving-in' else 'living' end)`;
}

function people(scope: Scope, calendar: Calendar, db: Db = getDb()) {
  return db
    .selectFrom('person')
    .where(visibleEntries(scope, 'person'))
    .select([
      'person.id',
      'revision',
      'name',
      'email',
      'phone',
      'room_key as roomKey',
      'building_name as building',
      'unit_label as unit',
      movedIn,
      movedOut,
      stateAt(calendar).as('state'),
      'note',
      'updated_at as updatedAt',
      (person) =>
        person
          .selectFrom('handed_key')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('handed_key.workspace_id', '=', 'person.workspace_id')
          .whereRef('handed_key.person_id', '=', 'person.id')
          .where('handed_key.state', '=', 'handed-out')
          .where(visibleEntries(scope, 'handed_key'))
          .as('keysOut'),
    ]);
}

export async function matchingPeople(
  scope: Scope,
  filter: PeopleFilter,
  calendar: Calendar,
  db: Db = getDb(),
) {
  const wanted = await terms(scope, filter, calendar, db);
  return db.selectFrom('person').where(({ and }) => and(wanted));
}

async function countPeople(scope: Scope, filter: PeopleFilter, calendar: Calendar): Promise<number> {
  const matching = await matchingPeople(scope, filter, calendar);
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return total;
}

async function terms(scope: Scope, filter: PeopleFilter, calendar: Calendar, db: Db) {
  const any = (column: string, values: string[]) =>
    values.length > 0 ? [sql<SqlBool>`${sql.ref(column)} = any(${values}::text[])`] : [];
  const found = holdsText(
    filter.q,
    (patterns) => sql`person.folded like any(${patterns}::text[])`,
    (has) => sql`exists (select from person where ${visibleEntries(scope, 'person')} and ${has})`,
  );
  return [
    visibleEntries(scope, 'person'),
    ...(found ? [found] : []),
    ...any('person.building_name', filter.building),
    ...(filter.ids ? [sql<SqlBool>`person.id = any(${uuids(filter.ids)}::uuid[])`] : []),
    ...any('person.room_key', filter.room),
    ...(filter.sharing ? [await stillSharing(scope, calendar, db)] : []),
    ...(filter.state.length > 0 ? [sql<SqlBool>`${stateAt(calendar)} = any(${filter.state}::text[])`] : []),
  ];
}

/** As the lists of masters and shares were last read. They may be on other nodes, so they are read first (docs/scaling.md). */
async function stillSharing(scope: Scope, calendar: Calendar, db: Db) {
  const { workspaceId } = scope;
  const { rows: known } = await sql<{ roomKey: string; account: string }>`
    select distinct place.room_key as "roomKey", lower(known.account) as account
    from room_channel as place
    join (
      select workspace_id, gid, channel, sub_master as account from share
      where workspace_id = ${workspaceId} and gone_at is null
      union all
      select workspace_id, gid, channel, master from master_reading where workspace_id = ${workspaceId}
    ) as known
      on known.workspace_id = place.workspace_id and known.gid = place.gid and known.channel = place.channel
    where place.workspace_id = ${workspaceId} and place.present and known.account <> ''`.execute(db);
  const seen = new Set(
    scope.channels
      .filter((room) => mayMaster(scope, room, 'see') && mayShare(scope, room, 'see'))
      .map(({ roomKey }) => roomKey),
  );
  const rows = known.filter(({ roomKey }) => seen.has(roomKey));
  const [rooms, accounts] = [rows.map(({ roomKey }) => roomKey), rows.map(({ account }) => account)];
  return sql<SqlBool>`(${stateAt(calendar)} = 'moved-out' and (person.room_key, lower(person.email)) in (
    select * from unnest(${rooms}::text[], ${accounts}::text[])))`;
}

/** Moved out, and can still open a door. The caller has asked `refuseRegister`. */
export async function countStillSharing(scope: Scope): Promise<number> {
  return countPeople(scope, { ...everybody, sharing: true }, await readCalendar(scope));
}

const stateOrder = (calendar: Calendar) =>
  sql<number>`array_position(array['living', 'moving-in', 'moved-out'], ${stateAt(calendar)})`;

async function orderedPeople(scope: Scope, query: Ordered, calendar: Calendar) {
  const { sort, dir } = query;
  const wanted = await terms(scope, query, calendar, getDb());
  const chosen = people(scope, calendar).where(({ and }) => and(wanted));
  const gapsLast = (order: OrderByItemBuilder) =>
    dir === 'asc' ? order.asc().nullsLast() : order.desc().nullsLast();
  const ordered =
    sort === 'movedIn'
      ? chosen.orderBy('moved_in', gapsLast)
      : sort === 'movedOut'
        ? chosen.orderBy('moved_out', gapsLast)
        : sort === 'state'
          ? chosen.orderBy(stateOrder(calendar), dir)
          : sort === 'room'
            ? chosen.orderBy('order_room', dir).orderBy('order_building', dir)
            : sort === 'building'
              ? chosen.orderBy('order_building', dir).orderBy('order_room', dir)
              : sort === 'updated'
                ? chosen.orderBy('updated_at', dir)
                : chosen.orderBy('order_name', dir);
  return ordered.orderBy('order_name').orderBy('person.id');
}

type Stored = Omit<PersonRow, 'place' | 'updatedAt' | 'keysOut'> & {
  updatedAt: Date;
  keysOut: number | null;
};

function rowMaker(scope: Scope): (row: Stored) => PersonRow {
  const rooms = new Map<string, RegisterRoom>(registerRooms(scope).map((room) => [room.roomKey, room]));
  return (row) => {
    const room = rooms.get(row.roomKey);
    return {
      ...row,
      place: room ? { gid: room.gid, channel: room.channel } : null,
      keysOut: row.keysOut ?? 0,
      updatedAt: row.updatedAt.toISOString(),
    };
  };
}
