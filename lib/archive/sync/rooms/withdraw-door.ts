import { sql } from 'kysely';
import { deskActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { type Db, getDb } from '@/lib/db/client';
import type { Role } from '@/lib/doordeer/words';
import { nameLock } from '../store/name-lock';

type Whose = { workspaceId: string; account: string; role: Role };

/** Removes all that is stored of a door whose events are other people's. The audit log gets the counts. */
export async function withdrawDoor(whose: Whose, gid: string): Promise<void> {
  const { workspaceId } = whose;
  const ofDoor = sql`workspace_id = ${workspaceId} and gid = ${gid}`;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const lists = await sql`select from event_stretch where ${ofDoor} limit 1`.execute(trx);
      if (lists.rows.length === 0) return;
      await nameLock(trx, workspaceId, 'exclusive');
      const events = await countOf(trx, sql`delete from event where ${ofDoor} returning 1`);
      for (const table of ['event_stretch', 'event_stream', 'event_trace'] as const)
        await sql`delete from ${sql.table(table)} where ${ofDoor}`.execute(trx);
      await sql`update event_door set arrivals = '[]' where ${ofDoor}`.execute(trx);
      const names = await countOf(
        trx,
        sql`delete from event_who where workspace_id = ${workspaceId} and not exists (
          select from event where event.workspace_id = ${workspaceId} and event.who_id = event_who.id) returning 1`,
      );
      const files = await dropStoredFiles(trx, workspaceId);
      await record(trx, whose, gid, { count: events, names, files });
    });
}

/** A file does not say which doors it holds, so all files of the workspace are emptied. */
export async function withdrawFiles(whose: Whose, gid: string, db?: Db): Promise<void> {
  if (!db)
    return getDb()
      .transaction()
      .execute((trx) => withdrawFiles(whose, gid, trx));
  const files = await dropStoredFiles(db, whose.workspaceId);
  if (files > 0) await record(db, whose, gid, { count: 0, names: 0, files });
}

type Removed = { count: number; names: number; files: number };

function record(trx: Db, whose: Whose, gid: string, removed: Removed): Promise<number> {
  const { workspaceId, account, role } = whose;
  return recordAudit(trx, {
    workspaceId,
    actor: deskActor,
    account,
    role,
    action: 'events.withdraw',
    subject: gid,
    outcome: 'done',
    detail: removed,
  });
}

async function dropStoredFiles(trx: Db, workspaceId: string): Promise<number> {
  await sql`
    delete from export_chunk using export_file as file
    where export_chunk.export_id = file.id and file.workspace_id = ${workspaceId} and file.kept`.execute(trx);
  return countOf(
    trx,
    sql`update export_file set kept = false, code = 'file-withdrawn' where workspace_id = ${workspaceId} and kept returning 1`,
  );
}

async function countOf(trx: Db, change: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with changed as (${change}) select count(*) as count from changed`.execute(trx);
  return rows[0]?.count ?? 0;
}
