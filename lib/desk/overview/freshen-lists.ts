import type { Scope } from '@/lib/auth/scope';
import { log } from '@/lib/log';
import { fillBuilding } from '@/lib/readings/fill-building';
import { unreadBuildings } from './data';

/** Longest that one look keeps the cloud busy; the next look goes on from there. */
const patienceMs = 3 * 60_000;

/**
 * After a list across all rooms has been answered: reads what was never read, building after building; and where the
 * list is narrowed to one building, what of it has grown old as well.
 */
export async function freshenLists(scope: Scope, shown: readonly string[]): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const own = new Set(scope.channels.map((channel) => channel.buildingName));
    const narrowed = shown.length === 1 ? shown.filter((name) => own.has(name)) : [];
    for (const building of new Set([...narrowed, ...(await unreadBuildings(scope))])) {
      const end = await fillBuilding(scope, building, { signal, onProgress: () => {} });
      if (end.state !== 'complete') return;
    }
  } catch (error) {
    log.warn({ err: error }, 'rooms could not be read for a list');
  }
}
