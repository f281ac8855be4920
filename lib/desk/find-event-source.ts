import { sql } from 'kysely';
import { z } from 'zod';
import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { mayMaster } from '@/lib/abilities/masters';
import { refuseRegister } from '@/lib/abilities/registers';
import { mayShare } from '@/lib/abilities/shares';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { isPeriod } from '@/lib/doorcodes/find-uses';
import { roomHref } from '@/lib/places/room-address';
import { visibleEntries } from '@/lib/registers/rooms';
import { textFilter } from '@/lib/table/query';

/** What an event says of its source. */
export const eventSourceQuery = z.object({
  door: textFilter(400),
  channel: z.coerce.number().int().optional().catch(undefined),
  code: textFilter(400),
  account: textFilter(400),
  at: z.iso.datetime().optional().catch(undefined),
});
export type EventSource = z.output<typeof eventSourceQuery>;

/** The address of the doorcode or person behind an event, or else of the list that comes nearest. */
export async function findEventSource(scope: Scope, source: EventSource): Promise<string> {
  if (source.account) return findPerson(scope, source, source.account);
  return source.code ? findCode(scope, source, source.code) : '/events';
}

async function findCode(scope: Scope, source: EventSource, name: string): Promise<string> {
  const channels = scope.channels.filter((channel) => mayDoorcode(scope, channel, 'see'));
  if (channels.length === 0) return listOf('/events', name);
  const { rows } = await sql<{ id: string; fits: boolean }>`
    select id, coalesce(${source.at ?? null}::timestamptz between from_at and to_at, false) and ${isPeriod}
      and coalesce(channel = ${source.channel ?? null}::bigint, true) as fits
    from doorcode where ${inRooms(scope, channels)} and btrim(name) = btrim(${name}) and gid = ${source.door}
    limit 200`.execute(getDb());
  const fitting = rows.filter(({ fits }) => fits);
  const [only, ...more] = fitting.length > 0 ? fitting : rows;
  if (!only) return listOf('/doorcodes', name, { made: 'elsewhere' });
  return more.length === 0 ? `/doorcodes/${only.id}` : listOf('/doorcodes', name);
}

/** The register first: it knows names. Then the rooms that the account has or shares. */
async function findPerson(scope: Scope, source: EventSource, account: string): Promise<string> {
  if (!refuseRegister(scope)) {
    const person = await getDb()
      .selectFrom('person')
      .select('id')
      .where(visibleEntries(scope, 'person'))
      .where(sql<boolean>`lower(email) = lower(${account})`)
      .limit(1)
      .executeTakeFirst();
    if (person) return listOf('/people', account);
  }
  const room = await findRoomOf(scope, source, account);
  return room ? roomHref(room) : listOf('/events', account);
}

async function findRoomOf(scope: Scope, source: EventSource, account: string) {
  const masters = scope.channels.filter((channel) => mayMaster(scope, channel, 'see'));
  const shares = scope.channels.filter((channel) => mayShare(scope, channel, 'see'));
  const { rows } = await sql<{ gid: string; channel: number }>`
    select gid, channel from (
      select gid, channel from master_reading
      where ${inRooms(scope, masters)} and lower(master) = lower(${account})
      union all
      select gid, channel from share where ${inRooms(scope, shares)} and gone_at is null and lower(sub_master) = lower(${account})
    ) as room
    order by gid = ${source.door} desc, channel = ${source.channel ?? null}::bigint desc nulls last, gid, channel
    limit 1`.execute(getDb());
  return rows[0];
}

/** Rows of rooms that have left the account stay in the tables for a while. */
function inRooms({ workspaceId }: Scope, channels: Scope['channels']) {
  return sql`workspace_id = ${workspaceId}
    and (gid, channel) in (select * from unnest(${channels.map(({ gid }) => gid)}::text[],
      ${channels.map(({ channel }) => channel)}::bigint[]))`;
}

/** Longer texts are refused by the lists' search. */
const longestText = 200;

function listOf(page: string, text: string, more: Record<string, string> = {}): string {
  return `${page}?${new URLSearchParams({ q: text.slice(0, longestText), ...more })}`;
}
