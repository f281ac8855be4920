import { sql } from 'kysely';
import { refreshDeviceList } from '@/lib/auth/device-list';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { isVendorError } from '@/lib/doordeer/errors';
import { lockList } from './door-stretches';

/**
 * Before a whole door's list is read: are the account's rooms there still those that the list was begun with? Of who is
 * no manager a cloud may list his own rooms' records only. A further room then has older events in between those that
 * were proven complete, which no reading from the top down to them would find. So its stretches are set aside, the list
 * is read anew, and what is kept is claimed one for one.
 *
 * The device list as it is kept decides, not the scope, which may be older than what another process has seen.
 */
export async function noteReach({ workspaceId, role }: Scope, gid: string): Promise<void> {
  if (role === 'manager') return;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const list = { workspaceId, gid, channel: null };
      await lockList(trx, list);
      const { rows } = await sql<{ known: boolean; changed: boolean }>`
        with present as (
          select array_agg(channel order by channel) as reach from room_channel
          where workspace_id = ${workspaceId} and gid = ${gid} and present
        ),
        before as (
          select reach from event_door where workspace_id = ${workspaceId} and gid = ${gid}
        ),
        noted as (
          -- Also of a door that was never read to an end: a process that dies meanwhile leaves stretches behind.
          insert into event_door as door (workspace_id, gid, manner, reach)
          select ${workspaceId}::uuid, ${gid}, 'door', reach from present where reach is not null
          on conflict (workspace_id, gid) do update set reach = excluded.reach,
            -- Of the list as it is now, no reading has ended yet.
            read_at = case when door.reach <> excluded.reach then null else door.read_at end
          where door.reach is distinct from excluded.reach
        )
        select before.reach is not null as known, before.reach <> present.reach as changed
        from before cross join present where present.reach is not null`.execute(trx);
      if (!rows[0]?.known || !rows[0].changed) return;
      await sql`
        delete from event_stretch where workspace_id = ${workspaceId} and gid = ${gid} and channel is null and size = 0`.execute(
        trx,
      );
      await sql`
        update event_stretch set aside = true
        where workspace_id = ${workspaceId} and gid = ${gid} and channel is null and not aside`.execute(trx);
    });
}

/** A list that is told anew each time must not have the device list read with each page. */
const renewedAtMostEveryMs = 60_000;

/**
 * A door's list that is not told as it was before may hold another room from now on: the device list, which is minutes
 * old at times, is read anew. False: it was not; the next one comes by itself.
 */
export async function renewReach(scope: Scope): Promise<boolean> {
  if (scope.role === 'manager' || Date.now() - scope.channelsReadAt.getTime() < renewedAtMostEveryMs)
    return false;
  try {
    await refreshDeviceList(scope, 'background');
    return true;
  } catch (error) {
    if (isVendorError(error)) return false;
    throw error;
  }
}
