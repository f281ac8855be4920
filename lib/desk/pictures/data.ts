import { refuseDoorcode } from '@/lib/abilities/doorcodes';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { openDoorcode } from '@/lib/db/vault/doorcode-secret';
import { nameInBuilding } from '@/lib/devices/door-names';
import { readDoorNames } from '@/lib/devices/read-door-names';
import { isVendorError } from '@/lib/doordeer/errors';
import { DeskError } from '@/lib/errors';
import { type Raster, redraw } from './draw-raster';

const EDGE = 1024;

const longestName = 50;

/**
 * A doorcode's picture, and a name for its file: the code's, its room and its door, because one order gives the codes
 * of many doors the same name. Throws DeskError `not-found` for an id that is not one of this account's doorcodes.
 */
export async function loadDoorcodePicture(
  scope: Scope,
  id: string,
  signal?: AbortSignal,
): Promise<{ raster: Raster; name: string }> {
  const code = await getDb()
    .selectFrom('doorcode')
    .select(['gid', 'channel', 'digest', 'sealed', 'name'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .where('gone_at', 'is', null)
    .executeTakeFirst();
  const address = code && openDoorcode({ ...code, workspaceId: scope.workspaceId }, code.sealed)?.pictureUrl;
  if (!address) throw new DeskError('not-found');
  // The picture opens the door as the digits do, so a room that was taken away must hide it too.
  const refusal = refuseDoorcode(scope, code, 'show');
  if (refusal) throw new DeskError(refusal);
  const [raster, doors] = await Promise.all([
    loadPicture(scope, address, signal),
    readDoorNames(scope.workspaceId),
  ]);
  const channel = channelOf(scope, code);
  const door = nameInBuilding(doors.get(code.gid)?.name ?? code.gid, channel?.buildingName ?? '');
  const parts = [code.name.trim().slice(0, longestName), channel?.unitLabel ?? '', door];
  return { raster, name: parts.filter(Boolean).join(' ') };
}

/** Throws DeskError `not-found` if the account has none. */
export async function loadProfilePicture(scope: Scope, signal?: AbortSignal): Promise<Raster> {
  const own = await getDb()
    .selectFrom('profile_picture')
    .select('picture_url')
    .where('workspace_id', '=', scope.workspaceId)
    .executeTakeFirst();
  if (!own) throw new DeskError('not-found');
  return loadPicture(scope, own.picture_url, signal);
}

/** `address` comes from the cloud by way of the database, never from a request. */
async function loadPicture(
  { account }: Scope,
  address: string,
  signal: AbortSignal | undefined,
): Promise<Raster> {
  const bytes = await getDoordeer()
    .picture(address, { account, signal })
    .catch((error: unknown) => {
      if (isVendorError(error) && (error.status === 404 || error.status === 410))
        throw new DeskError('not-found');
      throw error;
    });
  const raster = await redraw(bytes, { edge: EDGE, types: ['png', 'jpeg', 'gif', 'webp'] });
  if (!raster) throw new DeskError('cloud-nonsense');
  return raster;
}
