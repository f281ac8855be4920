import { mayIn, mayInWorkspace, todayOnly } from '@/lib/auth/grants';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import type { Who } from './who';

export type BuildingAction = 'see' | 'keep-details' | 'choose-zone';

/**
 * Details and zone belong to the workspace. A tenant may set the clock, because their doorcodes depend on it. A member who
 * somewhere sees only today's events could move the beginning of today with it, also that of another building at the same door.
 */
export function mayBuilding(who: Who, building: string, action: BuildingAction): boolean {
  if (action === 'see') return true;
  if (action === 'keep-details' && who.role === 'tenant') return false;
  if (action === 'choose-zone' && todayOnly(who) && !mayInWorkspace(who, 'settings')) return false;
  return mayIn(who, building, 'registers');
}

export function refuseBuilding(
  scope: Scope,
  target: { building: string } | { gid: string },
  action: BuildingAction,
): ErrorCode | null {
  const own = devicesOf(scope).find((device) =>
    'gid' in target ? device.gid === target.gid : device.buildingName === target.building,
  );
  if (!own) return 'not-found';
  return mayBuilding(scope, own.buildingName, action) ? null : 'not-allowed';
}
