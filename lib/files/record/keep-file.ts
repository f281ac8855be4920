import { sql } from 'kysely';
import { getDb, getUpkeepDb } from '@/lib/db/client';
import type { FileRecord } from './file-records';

const PIECE = 512 * 1024;

/** Stores a file in the database while it is made. First deletes what an earlier try left. */
export async function keepBytes(fileId: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await getDb().deleteFrom('export_chunk').where('export_id', '=', fileId).execute();
  let position = 0;
  let waiting: Uint8Array[] = [];
  let size = 0;
  const store = async () => {
    if (size === 0) return;
    await getDb()
      .insertInto('export_chunk')
      .values({ export_id: fileId, position: position++, bytes: Buffer.concat(waiting) })
      .execute();
    waiting = [];
    size = 0;
  };
  for await (const piece of bytes) {
    waiting.push(piece);
    size += piece.length;
    if (size >= PIECE) await store();
  }
  await store();
}

/** Deletes the bytes of all but the newest files of a schedule. Their records and manifests stay. */
export async function dropOldBytes(
  { workspace_id: workspaceId, schedule_id: scheduleId }: Pick<FileRecord, 'workspace_id' | 'schedule_id'>,
  keep: number,
): Promise<void> {
  const old = await getDb()
    .selectFrom('export_file')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('schedule_id', '=', scheduleId)
    .where('kept', '=', true)
    .orderBy('due_at', 'desc')
    .offset(keep)
    .execute();
  if (old.length === 0) return;
  const ids = old.map(({ id }) => id);
  await sql`delete from export_chunk where export_id = any(${ids}::uuid[])`.execute(getUpkeepDb());
  await sql`
    update export_file set kept = false
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(getDb());
}
