import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { staleAfterMs } from '@/lib/devices/list-age';
import type { ErrorCode } from '@/lib/errors';

/** Null if the list is reliable: not old, and the last try did not fail. */
export async function readListTrouble(
  workspaceId: string,
): Promise<{ readAt: string | null; code: ErrorCode | null } | null> {
  const list = await getDb()
    .selectFrom('device_list')
    .select(['read_at', 'error_code'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  const code = (list?.error_code as ErrorCode | null | undefined) ?? null;
  const isStale = list?.read_at && databaseNow() - list.read_at.getTime() > staleAfterMs;
  if (!list || (code === null && !isStale)) return null;
  return { readAt: list.read_at?.toISOString() ?? null, code };
}
