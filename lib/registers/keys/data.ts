import { type OrderByItemBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { refuseRoom } from '@/lib/abilities/registers';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { KeyKind, KeyState } from '@/lib/db/tables/registers';
import { holdsText } from '@/lib/db/text-search';
import { type ChoiceCounts, matchCells } from '@/lib/table/match-choices';
import type { Ticked } from '@/lib/table/query';
import { uuids } from '../choose-rows';
import { registerRooms, visibleEntries } from '../rooms';
import type { Currency } from '../words';
import type { KeysQuery } from './schema';

export type KeyRow = {
  id: string;
  revision: number;
  kind: KeyKind;
  /** As printed on it. Always empty for a PIN. */
  number: string;
  label: string;
  holder: string;
  personId: string | null;
  /** Null: for no particular room. */
  roomKey: string | null;
  building: string;
  unit: string;
  /** For the room's page. Null without a room, or if it has vanished. */
  place: { gid: string; channel: number } | null;
  state: KeyState;
  /** `YYYY-MM-DD` */
  handedOn: string;
  endedOn: string | null;
  deposit: { minor: number; currency: Currency } | null;
  note: string;
  updatedAt: string;
};

export type KeyFilter = Omit<KeysQuery, 'sort' | 'dir' | 'offset' | 'limit'> & Ticked;
type Ordered = KeyFilter & Pick<KeysQuery, 'sort' | 'dir'>;

export const everyKey: KeyFilter = {
  q: '',
  building: [],
  state: [],
  kind: [],
  room: [],
  person: [],
  from: undefined,
  to: undefined,
};

/** The caller has asked `refuseRegister`. */
export async function listKeys(
  scope: Scope,
  query: KeysQuery & Ticked,
): Promise<{ rows: KeyRow[]; total: number }> {
  const [found, { total }] = await Promise.all([
    orderedKeys(scope, query).offset(query.offset).limit(query.limit).execute(),
    matchingKeys(getDb(), scope, query)
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  ]);
  return { rows: found.map(rowMaker(scope)), total };
}

/** The first rows, and how many each choice of the filters shows. */
export async function loadKeys(
  scope: Scope,
  query: KeysQuery,
): Promise<{ rows: KeyRow[]; total: number; counts: ChoiceCounts<'building' | 'state' | 'kind'> }> {
  const [found, cells] = await Promise.all([
    orderedKeys(scope, query).offset(query.offset).limit(query.limit).execute(),
    matchingKeys(getDb(), scope, { ...query, building: [], state: [], kind: [] })
      .select(['building_name as building', 'state', 'kind'])
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .groupBy(['building_name', 'state', 'kind'])
      .execute(),
  ]);
  const matched = matchCells(cells, {
    building: { chosen: query.building, of: ({ building }) => [building] },
    state: { chosen: query.state, of: ({ state }) => [state] },
    kind: { chosen: query.kind, of: ({ kind }) => [kind] },
  });
  return { rows: found.map(rowMaker(scope)), ...matched };
}

export async function* streamKeys(scope: Scope, query: Ordered): AsyncGenerator<KeyRow, void> {
  const toRow = rowMaker(scope);
  for await (const row of orderedKeys(scope, query).stream(500)) yield toRow(row);
}

/** Keys still out come first. Null if this account may not know. */
export async function keysOfRoom(scope: Scope, roomKey: string): Promise<KeyRow[] | null> {
  if (refuseRoom(scope, roomKey)) return null;
  const query: Ordered = { ...everyKey, room: [roomKey], sort: 'state', dir: 'asc' };
  return (await orderedKeys(scope, query).limit(500).execute()).map(rowMaker(scope));
}

export async function readKey(scope: Scope, id: string): Promise<KeyRow | null> {
  const row = await keys(scope).where('handed_key.id', '=', id).executeTakeFirst();
  return row ? rowMaker(scope)(row) : null;
}

export async function readKeyChoices(
  scope: Scope,
): Promise<{ buildings: string[]; currency: Currency | null }> {
  const [rows, currency] = await Promise.all([
    getDb()
      .selectFrom('handed_key')
      .select('building_name')
      .distinct()
      .where(visibleEntries(scope, 'handed_key'))
      .where('building_name', '<>', '')
      .limit(500)
      .execute(),
    readLastCurrency(scope),
  ]);
  const rooms = registerRooms(scope).map(({ building }) => building);
  return { buildings: [...new Set([...rooms, ...rows.map((row) => row.building_name)])], currency };
}

export async function readLastCurrency(scope: Scope): Promise<Currency | null> {
  const last = await getDb()
    .selectFrom('handed_key')
    .select('deposit_currency')
    .where(visibleEntries(scope, 'handed_key'))
    .where('deposit_currency', 'is not', null)
    .orderBy('updated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  // Stored only after `currencies` was checked.
  return (last?.deposit_currency as Currency | undefined) ?? null;
}

export async function chosenKeys(
  trx: Db,
  scope: Scope,
  { filter, among }: { filter: KeyFilter; among: RawBuilder<SqlBool> },
): Promise<
  {
    id: string;
    name: string;
    holder: string;
    unit: string;
    building: string;
    state: KeyState;
    handedOn: string;
  }[]
> {
  return matchingKeys(trx, scope, filter)
    .where(among)
    .select([
      'id',
      'state',
      'holder',
      'unit_label as unit',
      'building_name as building',
      sql<string>`handed_on::text`.as('handedOn'),
      sql<string>`concat_ws(' ', kind, nullif(number, ''), nullif(label, ''))`.as('name'),
    ])
    .orderBy('order_number')
    .orderBy('id')
    .forUpdate()
    .execute();
}

function keys(scope: Scope) {
  return getDb()
    .selectFrom('handed_key')
    .where(visibleEntries(scope, 'handed_key'))
    .select([
      'handed_key.id',
      'revision',
      'kind',
      'number',
      'label',
      'holder',
      'person_id as personId',
      'room_key as roomKey',
      'building_name as building',
      'unit_label as unit',
      'state',
      sql<string>`handed_on::text`.as('handedOn'),
      sql<string | null>`ended_on::text`.as('endedOn'),
      'deposit_minor as depositMinor',
      'deposit_currency as depositCurrency',
      'note',
      'updated_at as updatedAt',
    ]);
}

export function matchingKeys(db: Db, scope: Scope, filter: KeyFilter) {
  return db.selectFrom('handed_key').where(({ and }) => and(terms(scope, filter)));
}

function terms(scope: Scope, filter: KeyFilter) {
  const any = (column: string, values: string[]) =>
    values.length > 0 ? [sql<SqlBool>`${sql.ref(column)} = any(${values}::text[])`] : [];
  const found = holdsText(
    filter.q,
    (patterns) => sql`(folded like any(${patterns}::text[]) or holder_folded like any(${patterns}::text[]))`,
    (has) => sql`exists (select from handed_key where ${visibleEntries(scope, 'handed_key')} and ${has})`,
  );
  return [
    visibleEntries(scope, 'handed_key'),
    ...(found ? [found] : []),
    ...any('building_name', filter.building),
    ...any('state', filter.state),
    ...any('kind', filter.kind),
    ...(filter.ids ? [sql<SqlBool>`handed_key.id = any(${uuids(filter.ids)}::uuid[])`] : []),
    ...any('room_key', filter.room),
    ...(filter.person.length > 0 ? [sql<SqlBool>`person_id = any(${uuids(filter.person)}::uuid[])`] : []),
    ...(filter.from ? [sql<SqlBool>`handed_on >= ${filter.from}::date`] : []),
    ...(filter.to ? [sql<SqlBool>`handed_on <= ${filter.to}::date`] : []),
  ];
}

function orderedKeys(scope: Scope, query: Ordered) {
  const { sort, dir } = query;
  const chosen = keys(scope).where(({ and }) => and(terms(scope, query)));
  const byState = sql`array_position(array['handed-out', 'lost', 'returned'], state)`;
  const gapsLast = (order: OrderByItemBuilder) =>
    dir === 'asc' ? order.asc().nullsLast() : order.desc().nullsLast();
  const ordered =
    sort === 'number'
      ? chosen.orderBy('order_number', dir)
      : sort === 'holder'
        ? chosen.orderBy('order_holder', dir)
        : sort === 'room'
          ? chosen.orderBy('order_room', dir)
          : sort === 'kind'
            ? chosen.orderBy('kind', dir)
            : sort === 'state'
              ? chosen.orderBy(byState, dir)
              : sort === 'deposit'
                ? chosen.orderBy('deposit_currency', gapsLast).orderBy('deposit_minor', gapsLast)
                : sort === 'updated'
                  ? chosen.orderBy('updated_at', dir)
                  : chosen.orderBy('handed_on', dir);
  return ordered.orderBy('handed_on', 'desc').orderBy('order_number').orderBy('handed_key.id');
}

type Stored = Omit<KeyRow, 'place' | 'updatedAt' | 'deposit'> & {
  updatedAt: Date;
  depositMinor: number | null;
  depositCurrency: string | null;
};

function rowMaker(scope: Scope): (row: Stored) => KeyRow {
  const rooms = new Map(registerRooms(scope).map((room) => [room.roomKey, room]));
  return ({ depositMinor, depositCurrency, updatedAt, ...row }) => {
    const room = row.roomKey === null ? undefined : rooms.get(row.roomKey);
    return {
      ...row,
      place: room ? { gid: room.gid, channel: room.channel } : null,
      // Stored only after `currencies` was checked.
      deposit: depositMinor === null ? null : { minor: depositMinor, currency: depositCurrency as Currency },
      updatedAt: updatedAt.toISOString(),
    };
  };
}
