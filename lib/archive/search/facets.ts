import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { statementMs } from '@/lib/db/client';
import { cancellable } from '@/lib/db/run-cancellable';
import { type EventFilter, filterEvents, hoursOfWeek, localTime } from './filter';
import { type FoundText, findText } from './found-text';
import { otherTypes } from './schema';

export type Facet = { value: string; count: number };
export type EventFacets = Record<'building' | 'door' | 'room' | 'type' | 'hour' | 'weekday', Facet[]>;
export type CountsAnswer = EventFacets & { total: number };

type Column = 'building' | 'gid' | 'channel' | 'type' | 'slot';
type Choice = { without: Partial<EventFilter>; columns: readonly Column[] };
const choices = {
  building: { without: { building: [] }, columns: ['building'] },
  door: { without: { door: [] }, columns: ['gid'] },
  room: { without: { room: [] }, columns: ['gid', 'channel'] },
  type: { without: { type: [] }, columns: ['type'] },
  week: { without: { hour: [], weekday: [] }, columns: ['slot'] },
} as const satisfies Record<string, Choice>;

/** How many events each choice would show. A filter does not narrow its own choices, so a second one can be chosen. */
export async function eventFacets(
  scope: Scope,
  filter: EventFilter,
  signal?: AbortSignal,
): Promise<CountsAnswer> {
  const wantedBy = (without: Partial<EventFilter>) => ({ ...filter, ...without });
  const keyOf = (without: Partial<EventFilter>) => JSON.stringify(wantedBy(without));
  // Choices of filters that are not set share one query.
  const looks = new Map<string, { wanted: EventFilter; columns: Set<Column> }>();
  for (const { without, columns } of [
    { without: {}, columns: ['type'] } as Choice,
    ...Object.values(choices),
  ]) {
    const look = looks.get(keyOf(without)) ?? { wanted: wantedBy(without), columns: new Set<Column>() };
    looks.set(keyOf(without), look);
    for (const column of columns) look.columns.add(column);
  }
  const names = findText(scope, filter);
  const counted = new Map(
    await Promise.all(
      [...looks].map(
        async ([key, { wanted, columns }]) =>
          [key, await countCells(scope, wanted, columns, { names, signal })] as const,
      ),
    ),
  );
  const cellsOf = ({ without }: Pick<Choice, 'without'>) => counted.get(keyOf(without)) ?? noCells;
  const roomKeys = new Map(scope.channels.map(({ gid, channel, roomKey }) => [`${channel}@${gid}`, roomKey]));
  return {
    total: cellsOf({ without: {} }).total,
    building: facetOf(cellsOf(choices.building).places, ({ building }) => building),
    door: facetOf(cellsOf(choices.door).places, ({ gid }) => gid),
    // An event without a known room belongs to no choice.
    room: facetOf(cellsOf(choices.room).places, ({ gid, channel }) => roomKeys.get(`${channel}@${gid}`)),
    type: joinOthers(facetOf(cellsOf(choices.type).kinds, ({ type }) => String(type))),
    ...ofWeek(cellsOf(choices.week).kinds, filter),
  };
}

/** Columns that were not asked for are null. So are an unknown room and the hour of an unreadable time. */
type Cell = Partial<Record<'building' | 'gid', string>> &
  Partial<Record<'channel' | 'type' | 'slot', number | null>> & { count: number };
type Cells = { places: Cell[]; kinds: Cell[]; total: number };
const noCells: Cells = { places: [], kinds: [], total: 0 };

async function countCells(
  scope: Scope,
  filter: EventFilter,
  columns: ReadonlySet<Column>,
  { names, signal }: { names?: Promise<FoundText>; signal?: AbortSignal | undefined } = {},
): Promise<Cells> {
  const matches = await filterEvents(scope, filter, names);
  if (!matches) return noCells;
  const local = localTime(filter.zone === 'building' ? 'UTC' : filter.zone);
  const slot =
    filter.zone === 'building'
      ? sql<number | null>`event.wall_hour`
      : sql<number | null>`case when event.wall_hour is not null
          then (extract(isodow from ${local})::int - 1) * 24 + extract(hour from ${local})::int end`;
  const among = (some: readonly Column[]) => some.filter((column) => columns.has(column));
  const [places, kinds] = [among(['building', 'gid', 'channel']), among(['type', 'slot'])];
  const listed = (some: readonly Column[]) => sql.join(some.map((column) => sql.ref(column)));
  const sets = [places, kinds].filter((set) => set.length > 0).map((set) => sql`(${listed(set)})`);
  const ofKind = places[0] ? sql`grouping(${sql.ref(places[0])}) = 1` : sql`true`;
  const { rows } = await cancellable({ signal, timeoutMs: statementMs }, (db) => {
    const events = db
      .selectFrom('event')
      .select(['building_name as building', 'gid', 'channel', 'type', slot.as('slot')])
      .where(matches);
    return sql<Cell & { of_kind: boolean }>`
      select ${listed([...places, ...kinds])}, count(*) as count, ${ofKind} as of_kind
      from (${events}) as one group by grouping sets (${sql.join(sets)})`.execute(db);
  });
  const [ofPlaces = [], ofKinds = []] = [false, true].map((kind) =>
    rows.filter(({ of_kind }) => of_kind === kind),
  );
  const total = (places[0] ? ofPlaces : ofKinds).reduce((sum, { count }) => sum + count, 0);
  return { places: ofPlaces, kinds: ofKinds, total };
}

function facetOf<Cell extends { count: number }>(
  cells: readonly Cell[],
  read: (cell: Cell) => string | undefined,
): Facet[] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const value = read(cell);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + cell.count);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count);
}

/** Each hour counts within the chosen weekdays, each weekday within the chosen hours. */
function ofWeek(
  kinds: readonly Cell[],
  { hour, weekday }: EventFilter,
): Pick<EventFacets, 'hour' | 'weekday'> {
  const week = new Map<number, number>();
  for (const { slot, count } of kinds) if (slot != null) week.set(slot, (week.get(slot) ?? 0) + count);
  const sum = (filter: Pick<EventFilter, 'hour' | 'weekday'>) =>
    (hoursOfWeek(filter) ?? [...week.keys()]).reduce((count, slot) => count + (week.get(slot) ?? 0), 0);
  const facet = (length: number, first: number, filterOf: (value: string) => Parameters<typeof sum>[0]) =>
    Array.from({ length }, (_, index) => {
      const value = String(first + index);
      return { value, count: sum(filterOf(value)) };
    });
  return {
    hour: facet(24, 0, (value) => ({ hour: [value], weekday }) as Pick<EventFilter, 'hour' | 'weekday'>),
    weekday: facet(7, 1, (value) => ({ hour, weekday: [value] }) as Pick<EventFilter, 'hour' | 'weekday'>),
  };
}

function joinOthers(types: Facet[]): Facet[] {
  const known = types.filter(({ value }) => /^[0-5]$/.test(value));
  const count =
    types.reduce((sum, facet) => sum + facet.count, 0) - known.reduce((sum, facet) => sum + facet.count, 0);
  return count > 0 ? [...known, { value: otherTypes, count }] : known;
}
