import { devicesOf, type Scope } from '../auth/scope';
import type { Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type BuildingAction = 'see' | 'keep-details' | 'choose-zone';

/**
 * Details and zone belong to the account's own workspace and change nothing for anybody else. A tenant keeps no
 * register of a building, but his doorcodes have to open at the right hour, so the clock is his to set.
 */
export function mayBuilding(role: Role, action: BuildingAction): boolean {
  return action === 'keep-details' ? role !== 'tenant' : true;
}

/** Why `scope` may not do this to a building or to a door: nothing of it is his, or his role does not allow it. */
export function refuseBuilding(
  scope: Scope,
  target: { building: string } | { gid: string },
  action: BuildingAction,
): ErrorCode | null {
  const own = devicesOf(scope).some((device) =>
    'gid' in target ? device.gid === target.gid : device.buildingName === target.building,
  );
  if (!own) return 'not-found';
  return mayBuilding(scope.role, action) ? null : 'not-allowed';
}
