import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ReadingState } from '@/lib/db/tables/readings';
import type { ScopeChannel } from '@/lib/devices/channel';
import type { ErrorCode } from '@/lib/errors';
import { allReadings } from './all-readings';
import { type Task, tasksAt } from './facts';

export type StaleFact = Task & { roomKey: string };

/** Age in seconds after which a viewed building reads a fact again. A refusal changes only with the account's rights. */
const oldAfter = { ok: 600, failed: 60, refused: 6 * 3600 };

/** In the order of the table. `retry`: failed facts are due at once. */
export function staleFacts(scope: Scope, buildingName: string, retry = false): Promise<StaleFact[]> {
  const channels = scope.channels.filter((channel) => channel.buildingName === buildingName);
  return staleFactsOf(scope, channels, retry ? { ...oldAfter, failed: 0 } : oldAfter);
}

/** The last failure of a fact that is not due yet. Null if there is none. */
export async function failureIn(scope: Scope, buildingName: string): Promise<ErrorCode | null> {
  const channels = scope.channels.filter((channel) => channel.buildingName === buildingName);
  const wanted = channels.map(({ gid, channel }) => ({ gid, channel }));
  const { rows } = await sql<{ error_code: ErrorCode | null }>`
    select r.error_code
    from ${allReadings(scope.workspaceId)} r
    join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as c(gid text, channel bigint)
      on c.gid = r.gid and c.channel = r.channel
    where r.state = 'failed'
    order by r.tried_at desc limit 1`.execute(getDb());
  const [latest] = rows;
  return latest ? (latest.error_code ?? 'unexpected') : null;
}

export async function staleFactsOf(
  scope: Scope,
  channels: readonly ScopeChannel[],
  age: Record<ReadingState, number>,
): Promise<StaleFact[]> {
  const wanted = channels.flatMap((at) =>
    tasksAt(scope, at).map((task) => ({ ...task, roomKey: at.roomKey })),
  );
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ place: number }>`
    select w.place
    from jsonb_to_recordset(${JSON.stringify(wanted.map((task, place) => ({ ...task, place })))}::jsonb)
        as w(gid text, channel bigint, fact text, "connectionId" uuid, place int)
      left join ${allReadings(scope.workspaceId)} r on r.gid = w.gid and r.channel = w.channel and r.fact = w.fact
        and r.connection_id is not distinct from w."connectionId"
    where r.tried_at is null or r.tried_at < now() - make_interval(secs => case r.state
      when 'ok' then ${age.ok}::int when 'failed' then ${age.failed}::int else ${age.refused}::int end)`.execute(
    getDb(),
  );
  const due = new Set(rows.map(({ place }) => place));
  return wanted.filter((_, place) => due.has(place));
}
