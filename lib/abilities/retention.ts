import { devicesOf, type Scope } from '../auth/scope';
import type { Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type RetentionAction = 'see' | 'preview' | 'set-rule' | 'keep-hold';

/** Only the manager decides this. A landlord's archive is a separate workspace, small enough to keep everything. */
export function mayRetention(role: Role, _action: RetentionAction): boolean {
  return role === 'manager';
}

/** With `building` null: for every building of the account. */
export function refuseRetention(
  scope: Scope,
  building: string | null,
  action: RetentionAction,
): ErrorCode | null {
  const own = building === null || devicesOf(scope).some(({ buildingName }) => buildingName === building);
  if (!own) return 'not-found';
  return mayRetention(scope.role, action) ? null : 'not-allowed';
}
