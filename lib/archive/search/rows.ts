import { sql } from 'kysely';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
import { getDb } from '@/lib/db/client';
import type { Attribution, EventFit } from '@/lib/db/tables/archive';
import { selectDoors } from '@/lib/devices/door-rows';

export type EventRow = {
  /** Also the cursor. Newest first is descending. */
  id: string;
  /** ISO; null if the vendor's text is not a possible time. */
  at: string | null;
  /** The door's own clock, `YYYY-MM-DD HH:MM:SS`. */
  wall: string | null;
  zone: string;
  fit: EventFit;
  timeText: string;
  type: number;
  account: string | null;
  codeName: string | null;
  gid: string;
  /** The door's name in Doordesk, else its default name, else its gid. */
  doorName: string;
  buildingName: string;
  channel: number | null;
  unitLabel: string | null;
  attribution: Attribution | null;
  archivedAt: string;
};

export function selectEvents() {
  return selectNamedEvents(getDb())
    .leftJoin('door', (join) =>
      join.onRef('door.workspace_id', '=', 'event.workspace_id').onRef('door.gid', '=', 'event.gid'),
    )
    .leftJoin('door_detail', (join) =>
      join
        .onRef('door_detail.workspace_id', '=', 'event.workspace_id')
        .onRef('door_detail.gid', '=', 'event.gid'),
    )
    .select([
      'event.id',
      'event.at',
      'event.gid',
      'event.channel',
      'event.attribution',
      'event.type',
      'event.time_text',
      'event.zone',
      'event.fit',
      'event.building_name',
      'event.unit_label',
      'event.archived_at',
      'event_who.account',
      'event_who.code_name',
      'door_detail.name as door_name',
      'door.default_name',
    ])
    .select(sql<string | null>`to_char(event.wall, 'YYYY-MM-DD HH24:MI:SS')`.as('wall'));
}

type Selected = Awaited<ReturnType<ReturnType<typeof selectEvents>['execute']>>[number];

/** An event without the names that other tables hold. */
export type BareEvent = Omit<Selected, 'account' | 'code_name' | 'door_name' | 'default_name'> & {
  who_id: number | null;
};

export const bareColumns = sql`event.id, event.at, event.gid, event.channel, event.attribution, event.type, event.time_text,
  event.zone, event.fit, event.building_name, event.unit_label, event.archived_at, event.who_id,
  to_char(event.wall, 'YYYY-MM-DD HH24:MI:SS') as wall`;

/** Looks names up after the search: a join with a table of many partitions takes long to plan. */
export async function nameEvents(workspaceId: string, events: readonly BareEvent[]): Promise<Selected[]> {
  if (events.length === 0) return [];
  const ids = [...new Set(events.flatMap(({ who_id }) => who_id ?? []))];
  const gids = [...new Set(events.map(({ gid }) => gid))];
  const [whos, doors] = await Promise.all([
    getDb()
      .selectFrom('event_who')
      .select(['id', 'account', 'code_name'])
      .where('workspace_id', '=', workspaceId)
      .where(sql<boolean>`id = any(${ids}::bigint[])`)
      .execute(),
    selectDoors(workspaceId)
      .select(['door.gid', 'door_detail.name as door_name', 'door.default_name'])
      .where(sql<boolean>`door.gid = any(${gids}::text[])`)
      .execute(),
  ]);
  const whoOf = new Map(whos.map((who) => [who.id, who]));
  const doorOf = new Map(doors.map((door) => [door.gid, door]));
  return events.map((event) => ({
    ...event,
    account: whoOf.get(event.who_id ?? 0)?.account ?? null,
    code_name: whoOf.get(event.who_id ?? 0)?.code_name ?? null,
    door_name: doorOf.get(event.gid)?.door_name ?? null,
    default_name: doorOf.get(event.gid)?.default_name ?? null,
  }));
}

export function toRow(event: Selected): EventRow {
  return {
    id: `${event.at.getTime()}.${event.id}`,
    at: event.fit === 'invalid' ? null : event.at.toISOString(),
    wall: event.wall,
    zone: event.zone,
    fit: event.fit,
    timeText: event.time_text,
    type: event.type,
    account: event.account,
    codeName: event.code_name,
    gid: event.gid,
    doorName: event.door_name || event.default_name || event.gid,
    buildingName: event.building_name,
    channel: event.channel,
    unitLabel: event.unit_label,
    attribution: event.attribution,
    archivedAt: event.archived_at.toISOString(),
  };
}

export function readCursor(cursor: string): { at: Date; id: number } {
  const [at, id] = cursor.split('.');
  return { at: new Date(Number(at)), id: Number(id) };
}
