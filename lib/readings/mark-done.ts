import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { ChannelRef } from './outcome';

// A change of Doordesk that was read back gets its mark here, and not where the reading is stored: another reading, made
// between the change and the reading back, may have stored it first. `since`: when the change was sent.

type At = ChannelRef & { workspaceId: string };

/** Whom Doordesk made the master (null: no one), and so whose time it ended. */
export async function markMaster(
  { workspaceId, gid, channel }: At,
  { master, since }: { master: string | null; since: Date },
): Promise<void> {
  const place = sql`workspace_id = ${workspaceId} and gid = ${gid} and channel = ${channel}`;
  const { numAffectedRows } = await sql`
    update master set origin = 'done'
    where ${place} and gone_at is null and first_seen_at >= ${since}
      and lower(btrim(master)) is not distinct from lower(btrim(${master}::text))`.execute(getDb());
  if (!numAffectedRows) return;
  await sql`
    update master set ended_by = 'done'
    where ${place} and gone_at = (select first_seen_at from master where ${place} and gone_at is null)`.execute(
    getDb(),
  );
}

/** `listed`: Doordesk added the share; otherwise it removed it. */
export async function markShare(
  { workspaceId, gid, channel }: At,
  { subMaster, listed, since }: { subMaster: string; listed: boolean; since: Date },
): Promise<void> {
  const one = sql`workspace_id = ${workspaceId} and gid = ${gid} and channel = ${channel}
    and lower(btrim(sub_master)) = lower(btrim(${subMaster}::text))`;
  await (listed
    ? sql`update share set origin = 'done' where ${one} and gone_at is null and first_seen_at >= ${since}`
    : sql`update share set ended_by = 'done' where ${one} and gone_at >= ${since}`
  ).execute(getDb());
}

export async function markIssued(workspaceId: string, doorcodeId: string): Promise<void> {
  await getDb()
    .updateTable('doorcode')
    .set({ origin: 'done' })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', doorcodeId)
    .execute();
}

/** A cloud may keep a revoked code in its list, as not usable. Then only its former values have ended. */
export async function markRevoked(workspaceId: string, doorcodeId: string, since: Date): Promise<void> {
  await getDb()
    .updateTable('doorcode')
    .set({ ended_by: 'done' })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', doorcodeId)
    .where('gone_at', '>=', since)
    .execute();
  await getDb()
    .updateTable('doorcode_version')
    .set({ ended_by: 'done' })
    .where('workspace_id', '=', workspaceId)
    .where('doorcode_id', '=', doorcodeId)
    .where('gone_at', '>=', since)
    .where('usable', '=', true)
    .execute();
}
