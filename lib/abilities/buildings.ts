import { mayIn, mayInWorkspace, todayOnly } from '@/lib/auth/grants';
import { buildingsByDoor, devicesOf } from '@/lib/auth/own-channels';
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

/** The texts of a door are the same for all buildings that it serves, so a person keeps them who may in each: seen or not. */
export function refuseBuilding(
  scope: Scope,
  target: { building: string } | { gid: string },
  action: BuildingAction,
): ErrorCode | null {
  const own = namesOf(scope, target);
  if (own.length === 0) return 'not-found';
  if (action === 'see') return null;
  const servesUnseen = 'gid' in target && scope.sharedGids.has(target.gid);
  return !servesUnseen && own.every((name) => mayBuilding(scope, name, action)) ? null : 'not-allowed';
}

function namesOf(scope: Scope, target: { building: string } | { gid: string }): readonly string[] {
  if ('gid' in target) return buildingsByDoor(scope).get(target.gid) ?? [];
  const { building } = target;
  return devicesOf(scope).some(({ buildingName }) => buildingName === building) ? [building] : [];
}
