import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { Attribution } from '@/lib/db/tables/archive';
import type { ScopeChannel } from '@/lib/devices/channel';
import { setPlace } from '../store/keep-building';
import { notifyEvents } from '../store/notify-pages';

/** Notifies readers of that room, who have not seen these events there. */
export async function setRoom(
  workspaceId: string,
  channel: ScopeChannel,
  events: readonly { id: number; at: Date }[],
  attribution: Attribution,
): Promise<void> {
  if (events.length === 0) return;
  await sql`
    update event set channel = ${channel.channel}, attribution = ${attribution},
      ${setPlace({ workspaceId, gid: channel.gid }, channel)}
    from unnest(${events.map(({ at }) => at)}::timestamptz[], ${events.map(({ id }) => id)}::bigint[]) as marked (at, id)
    where event.workspace_id = ${workspaceId} and event.at = marked.at and event.id = marked.id`.execute(
    getDb(),
  );
  await notifyEvents(getDb(), workspaceId);
}
