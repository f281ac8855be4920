import { type RawBuilder, sql } from 'kysely';

/**
 * A query in parentheses: each fact of each channel that was ever asked for. `read_at`: of the last answer, if any.
 * `connection_id`: whose doorcodes; null: master and shares are the same through all connections.
 */
export function allReadings(workspaceId: string): RawBuilder<unknown> {
  return sql`(
    select 'master' as fact, gid, channel, null::uuid as connection_id, state, error_code, tried_at, read_at from master_reading
      where workspace_id = ${workspaceId}
    union all select 'shares', gid, channel, null, state, error_code, tried_at, read_at from share_reading
      where workspace_id = ${workspaceId}
    union all select 'doorcodes', gid, channel, connection_id, state, error_code, tried_at, read_at from doorcode_reading
      where workspace_id = ${workspaceId}
  )`;
}
