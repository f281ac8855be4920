import type { Scope } from './scope';

/**
 * Why there is no fresh device list. `no-connection`: nothing reads it until an account is connected or its holder signs
 * in. `cloud-list-outdated`: Doordesk reads it again by itself. Null: it is fresh, or any age will do.
 */
export function findObstacle({
  listIsFresh = true,
  callers,
}: Partial<Pick<Scope, 'listIsFresh' | 'callers'>>): 'no-connection' | 'cloud-list-outdated' | null {
  if (listIsFresh) return null;
  return callers?.length === 0 ? 'no-connection' : 'cloud-list-outdated';
}
