import { type RawBuilder, sql } from 'kysely';
import { accountMayDoorcode } from '@/lib/abilities/doorcodes';
import type { Scope } from '@/lib/auth/scope';

/**
 * A query in parentheses: how the doorcodes of each channel were read, one row each. Of several connections the one counts
 * of which the least is known: unread, with a state of null, then failed, then refused, then the oldest.
 */
export function codeReadings(
  scope: Pick<
    Scope,
    'workspaceId' | 'isMerged' | 'channels' | 'connectionId' | 'account' | 'role' | 'callers'
  >,
  /** Only the lists of connections that can be called now. */
  { reached = false }: { reached?: boolean } = {},
): RawBuilder<unknown> {
  const { workspaceId, isMerged, channels, connectionId, account, role } = scope;
  if (!isMerged)
    return sql`(select workspace_id, gid, channel, state, error_code, tried_at, read_at
      from doorcode_reading where workspace_id = ${workspaceId})`;
  const callers = new Set(scope.callers.map((caller) => caller.connectionId));
  // A connection that was just added has no row yet. Without it, the codes of its account would seem to be known.
  const lists = channels.flatMap(({ gid, channel, relation, through }) =>
    (through ?? [{ connectionId, account, role, relation }])
      .filter((via) => accountMayDoorcode(via) && (!reached || callers.has(via.connectionId)))
      .map((via) => ({ gid, channel, connectionId: via.connectionId })),
  );
  return sql`(
    select distinct on (w.gid, w.channel) ${workspaceId}::uuid as workspace_id, w.gid, w.channel, r.state, r.error_code,
      r.tried_at, r.read_at
    from unnest(${lists.map(({ gid }) => gid)}::text[], ${lists.map(({ channel }) => channel)}::bigint[],
      ${lists.map((list) => list.connectionId)}::uuid[]) as w(gid, channel, connection_id)
    left join doorcode_reading r on r.workspace_id = ${workspaceId} and r.gid = w.gid and r.channel = w.channel
      and r.connection_id = w.connection_id
    order by w.gid, w.channel, array_position(array['failed', 'ok', 'refused'], r.state) nulls first,
      r.read_at nulls first)`;
}
