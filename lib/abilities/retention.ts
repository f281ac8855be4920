import { devicesOf, type Scope } from '../auth/scope';
import type { Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type RetentionAction = 'see' | 'preview' | 'set-rule' | 'keep-hold';

/**
 * How long a building's events are kept is the manager's to decide, and his alone: he answers for the building. A landlord's
 * archive is a workspace of its own that no manager's rule reaches, and for its few rooms it keeps everything.
 */
export function mayRetention(role: Role, _action: RetentionAction): boolean {
  return role === 'manager';
}

/** Why `scope` may not do this; `building` null: to every building of the account. */
export function refuseRetention(
  scope: Scope,
  building: string | null,
  action: RetentionAction,
): ErrorCode | null {
  const own = building === null || devicesOf(scope).some(({ buildingName }) => buildingName === building);
  if (!own) return 'not-found';
  return mayRetention(scope.role, action) ? null : 'not-allowed';
}
