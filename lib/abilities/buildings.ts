import { devicesOf, type Scope } from '../auth/scope';
import type { Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type BuildingAction = 'see' | 'keep-details' | 'choose-zone';

/** Details and zone belong to the account's own workspace. A tenant may set the clock, because their doorcodes depend on it. */
export function mayBuilding(role: Role, action: BuildingAction): boolean {
  return action === 'keep-details' ? role !== 'tenant' : true;
}

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
