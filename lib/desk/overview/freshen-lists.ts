import type { Scope } from '@/lib/auth/scope';
import { log } from '@/lib/log';
import { fillBuilding } from '@/lib/readings/fill-building';
import { unreadBuildings } from './data';

/** Limits the calls of one page view. The next view continues. */
const patienceMs = 3 * 60_000;

/** Runs after the list was sent. Also reads old facts if the list is narrowed to one building. */
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
