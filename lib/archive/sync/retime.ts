import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { Zones } from '@/lib/devices/zones';
import { placeInTime } from '../event-time';

const rowsAtOnce = 2_000;

/** Works out a door's instants anew after its building was given another zone. The cloud's own text never changes. */
export async function retimeDoor(workspaceId: string, gid: string, zones: Zones): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await getDb()
      .selectFrom('event')
      .select(['id', 'at', 'time_text', 'building_name'])
      .where('workspace_id', '=', workspaceId)
      .where('gid', '=', gid)
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute();
    if (rows.length === 0) return;
    const timed = rows.map((row) => {
      const zone = zones.ofChannel({ gid, buildingName: row.building_name });
      const [time] = placeInTime([row.time_text], zone, row.at);
      return {
        id: row.id,
        was: row.at,
        zone: zone.name,
        at: time?.at ?? row.at,
        fit: time?.fit ?? 'invalid',
      };
    });
    await sql`
      update event set at = timed.at, zone = timed.zone, fit = timed.fit
      from unnest(
        ${timed.map(({ id }) => id)}::bigint[], ${timed.map(({ was }) => was)}::timestamptz[],
        ${timed.map(({ at }) => at)}::timestamptz[], ${timed.map(({ zone }) => zone)}::text[],
        ${timed.map(({ fit }) => fit)}::text[]) as timed (id, was, at, zone, fit)
      where event.workspace_id = ${workspaceId} and event.at = timed.was and event.id = timed.id`.execute(
      getDb(),
    );
    after = rows.at(-1)?.id ?? after;
  }
}
