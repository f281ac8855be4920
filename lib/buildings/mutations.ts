import type { z } from 'zod';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { readZones } from '@/lib/devices/zones';
import { DeskError } from '@/lib/errors';
import { rezoneDoorcodes } from '@/lib/readings/mutations';
import type { buildingDetailsInput, buildingZoneInput, doorDetailsInput } from './schema';

/** Throws `conflict` if another tab has changed the texts since the form began: `was` no longer matches. */
export async function saveBuildingDetails(
  scope: Scope,
  { building, address, notes, was }: z.output<typeof buildingDetailsInput>,
): Promise<void> {
  const kept = { address, notes, updated_at: databaseDate() };
  const { numInsertedOrUpdatedRows } = await getDb()
    .insertInto('building_detail')
    .values({ workspace_id: scope.workspaceId, building_name: building, ...kept })
    .onConflict((on) =>
      on
        .columns(['workspace_id', 'building_name'])
        .doUpdateSet(kept)
        .where('building_detail.address', '=', was.address)
        .where('building_detail.notes', '=', was.notes),
    )
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw new DeskError('conflict');
}

/** Computes the doorcodes' windows again. Events follow when they are next read. Returns the doors whose clock it is. */
export async function chooseZone(
  scope: Scope,
  { building, zone }: z.output<typeof buildingZoneInput>,
): Promise<string[]> {
  const kept = { zone: zone === '' ? null : zone, updated_at: databaseDate() };
  await getDb()
    .insertInto('building_detail')
    .values({ workspace_id: scope.workspaceId, building_name: building, ...kept })
    .onConflict((on) => on.columns(['workspace_id', 'building_name']).doUpdateSet(kept))
    .execute();
  const [zones, doors] = await Promise.all([
    readZones(scope.workspaceId),
    getDb()
      .selectFrom('door')
      .select('gid')
      .where('workspace_id', '=', scope.workspaceId)
      .where('building_name', '=', building)
      .execute(),
  ]);
  for (const { gid } of doors) await rezoneDoorcodes(getDb(), scope.workspaceId, gid, zones.ofDoor(gid));
  return doors.map(({ gid }) => gid);
}

export async function saveDoorDetails(
  scope: Scope,
  { gid, name, place, note, was }: z.output<typeof doorDetailsInput>,
): Promise<void> {
  const kept = { name, place, note, updated_at: databaseDate() };
  const { numInsertedOrUpdatedRows } = await getDb()
    .insertInto('door_detail')
    .values({ workspace_id: scope.workspaceId, gid, ...kept })
    .onConflict((on) =>
      on
        .columns(['workspace_id', 'gid'])
        .doUpdateSet(kept)
        .where('door_detail.name', '=', was.name)
        .where('door_detail.place', '=', was.place)
        .where('door_detail.note', '=', was.note),
    )
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw new DeskError('conflict');
}
