import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { Attribution, EventFit } from '@/lib/db/tables/archive';

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
  return getDb()
    .selectFrom('event')
    .leftJoin('event_who', (join) =>
      join
        .onRef('event_who.workspace_id', '=', 'event.workspace_id')
        .onRef('event_who.id', '=', 'event.who_id'),
    )
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
