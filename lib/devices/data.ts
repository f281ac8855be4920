import type { ScopeChannel } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';

export type StoredChannels = {
  channels: ScopeChannel[];
  /** When the device list was last read; null: never. */
  readAt: Date | null;
  triedAt: Date | null;
  /** Why the last try failed, as an ErrorCode; null when it did not. */
  errorCode: string | null;
};

/** The workspace's device list as last read: what a scope is made of, so it takes a workspace and not a scope. */
export async function readStoredChannels(workspaceId: string): Promise<StoredChannels> {
  const [list, channels] = await Promise.all([
    getDb()
      .selectFrom('device_list')
      .select(['read_at', 'tried_at', 'error_code'])
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst(),
    getDb()
      .selectFrom('room_channel')
      .select([
        'gid',
        'channel',
        'building_name as buildingName',
        'unit_label as unitLabel',
        'room_key as roomKey',
        'relation',
      ])
      .where('workspace_id', '=', workspaceId)
      .where('present', '=', true)
      .orderBy('building_name')
      .orderBy('unit_label')
      .orderBy('gid')
      .orderBy('channel')
      .execute(),
  ]);
  return {
    channels,
    readAt: list?.read_at ?? null,
    triedAt: list?.tried_at ?? null,
    errorCode: list?.error_code ?? null,
  };
}

/** Why the device list could not be read anew when that was last tried; null: it could. */
export async function readListTrouble(
  workspaceId: string,
): Promise<{ readAt: string | null; code: ErrorCode } | null> {
  const list = await getDb()
    .selectFrom('device_list')
    .select(['read_at', 'error_code'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (!list?.error_code) return null;
  return { readAt: list.read_at?.toISOString() ?? null, code: list.error_code as ErrorCode };
}
