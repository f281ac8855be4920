import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';

/**
 * A query in parentheses: how the doorcodes of each channel were read, one row each. Of several connections the one counts
 * of which the least is known: failed, then refused, then the oldest.
 */
export function codeReadings({
  workspaceId,
  isMerged,
  channels,
  connectionId,
}: Pick<Scope, 'workspaceId' | 'isMerged' | 'channels' | 'connectionId'>): RawBuilder<unknown> {
  const columns = sql`workspace_id, gid, channel, state, error_code, tried_at, read_at`;
  if (!isMerged) return sql`(select ${columns} from doorcode_reading where workspace_id = ${workspaceId})`;
  const listers = new Set([connectionId]);
  for (const { through } of channels) for (const via of through ?? []) listers.add(via.connectionId);
  return sql`(
    select distinct on (gid, channel) ${columns} from doorcode_reading
    where workspace_id = ${workspaceId} and connection_id = any(${[...listers]}::uuid[])
    order by gid, channel, array_position(array['failed', 'ok', 'refused'], state), read_at nulls first)`;
}
