import { mayInWorkspace, seesEveryBuilding } from '@/lib/auth/grants';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import type { Who } from './who';

export type RetentionAction = 'see' | 'preview' | 'set-rule' | 'keep-hold';

/** Only the manager decides this. A landlord's archive is a separate workspace, small enough to keep everything. */
export function mayRetention(who: Who, _action: RetentionAction): boolean {
  return who.role === 'manager' && mayInWorkspace(who, 'settings');
}

/** With `building` null: for every building of the account. */
export function refuseRetention(
  scope: Scope,
  building: string | null,
  action: RetentionAction,
): ErrorCode | null {
  const own = building === null || devicesOf(scope).some(({ buildingName }) => buildingName === building);
  if (!own) return 'not-found';
  if (building === null && !seesEveryBuilding(scope)) return 'not-allowed';
  return mayRetention(scope, action) ? null : 'not-allowed';
}
