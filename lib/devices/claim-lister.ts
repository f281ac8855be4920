import { type RawBuilder, sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import type { Lister } from './merge-lists';

/** The workspace's own account lists also while it is not connected: someone signs in with it. */
const isRemoved = sql<boolean>`(connection.state = 'none'
  and (connection.account, connection.role) <> (workspace.account, workspace.role))`;

/**
 * Which of the connections were removed. What the cloud answers through them from now on is not kept. The others are not
 * removed before the end of the transaction.
 */
export async function claimListers(
  trx: Db,
  workspaceId: string,
  connectionIds: readonly string[],
): Promise<{ removed: ReadonlySet<string> }> {
  const rows = await lockRows(trx, { workspaceId, connectionIds }, sql`for key share of connection`);
  return { removed: new Set(rows.flatMap(({ id, removed }) => (removed ? [id] : []))) };
}

/** As `claimListers`. False: it was removed. */
export async function claimLister(trx: Db, { workspaceId, connectionId }: Lister): Promise<boolean> {
  const { removed } = await claimListers(trx, workspaceId, [connectionId]);
  return !removed.has(connectionId);
}

/** Before a connection is removed: waits until answers through it are kept that came before. */
export async function claimRemoval(trx: Db, { workspaceId, connectionId }: Lister): Promise<void> {
  await lockRows(trx, { workspaceId, connectionIds: [connectionId] }, sql`for update of connection`);
}

async function lockRows(
  trx: Db,
  { workspaceId, connectionIds }: { workspaceId: string; connectionIds: readonly string[] },
  lock: RawBuilder<unknown>,
): Promise<{ id: string; removed: boolean }[]> {
  const { rows } = await sql<{ id: string; removed: boolean }>`
    select connection.id, ${isRemoved} as removed
    from connection join workspace on workspace.id = connection.workspace_id
    where connection.workspace_id = ${workspaceId} and connection.id = any(${[...connectionIds]}::uuid[])
    order by connection.id ${lock}`.execute(trx);
  return rows;
}
