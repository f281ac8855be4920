import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ReadingState } from '@/lib/db/tables/readings';
import type { ScopeChannel } from '@/lib/devices/channel';
import type { ErrorCode } from '@/lib/errors';
import { type Fact, factsFor } from './facts';
import type { ChannelRef } from './outcome';

export type StaleFact = ChannelRef & { roomKey: string; fact: Fact };

/**
 * Age in seconds after which a building that is looked at reads a fact again. A refusal is an answer ("not a master
 * account") and changes only when somebody changes the account's rights, so it is asked again only a few times a day.
 */
const oldAfter = { ok: 600, failed: 60, refused: 6 * 3600 };

/** What of a building has to be read, room after room in the table's order. `retry`: failures at once. */
export function staleFacts(scope: Scope, buildingName: string, retry = false): Promise<StaleFact[]> {
  const channels = scope.channels.filter((channel) => channel.buildingName === buildingName);
  return staleFactsOf(scope, channels, retry ? { ...oldAfter, failed: 0 } : oldAfter);
}

/** Why facts of a building that are due later could not be read when last tried; null when none failed. */
export async function failureIn(scope: Scope, buildingName: string): Promise<ErrorCode | null> {
  const channels = scope.channels.filter((channel) => channel.buildingName === buildingName);
  const wanted = channels.map(({ gid, channel }) => ({ gid, channel }));
  const { rows } = await sql<{ error_code: ErrorCode | null }>`
    select r.error_code
    from (
      select gid, channel, error_code, tried_at from master_reading
        where workspace_id = ${scope.workspaceId} and state = 'failed'
      union all select gid, channel, error_code, tried_at from share_reading
        where workspace_id = ${scope.workspaceId} and state = 'failed'
      union all select gid, channel, error_code, tried_at from doorcode_reading
        where workspace_id = ${scope.workspaceId} and state = 'failed'
    ) r
    join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as c(gid text, channel bigint)
      on c.gid = r.gid and c.channel = r.channel
    order by r.tried_at desc limit 1`.execute(getDb());
  const [latest] = rows;
  return latest ? (latest.error_code ?? 'unexpected') : null;
}

/** Which facts about these channels were tried longer ago than `age` allows (in seconds), or never. */
export async function staleFactsOf(
  scope: Scope,
  channels: readonly ScopeChannel[],
  age: Record<ReadingState, number>,
): Promise<StaleFact[]> {
  const { rows } = await sql<ChannelRef & { fact: Fact }>`
    select c.gid, c.channel, f.fact
    from jsonb_to_recordset(${JSON.stringify(channels.map(({ gid, channel }) => ({ gid, channel })))}::jsonb)
        as c(gid text, channel bigint)
      cross join (values ('master'), ('shares'), ('doorcodes')) as f(fact)
      left join (
        select 'master' as fact, gid, channel, state, tried_at from master_reading
          where workspace_id = ${scope.workspaceId}
        union all select 'shares', gid, channel, state, tried_at from share_reading
          where workspace_id = ${scope.workspaceId}
        union all select 'doorcodes', gid, channel, state, tried_at from doorcode_reading
          where workspace_id = ${scope.workspaceId}
      ) r on r.gid = c.gid and r.channel = c.channel and r.fact = f.fact
    where r.tried_at is null or r.tried_at < now() - make_interval(secs => case r.state
      when 'ok' then ${age.ok}::int when 'failed' then ${age.failed}::int else ${age.refused}::int end)`.execute(
    getDb(),
  );
  const due = new Set(rows.map((row) => JSON.stringify([row.gid, row.channel, row.fact])));
  return channels.flatMap(({ gid, channel, roomKey, relation }) =>
    factsFor(scope.role, relation)
      .filter((fact) => due.has(JSON.stringify([gid, channel, fact])))
      .map((fact) => ({ gid, channel, roomKey, fact })),
  );
}
