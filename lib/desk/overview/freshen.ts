import { freshenQuietly } from '@/lib/archive/feed/freshen';
import type { Scope } from '@/lib/auth/scope';
import { log } from '@/lib/log';
import { fillBuilding } from '@/lib/readings/fill-building';
import { unreadBuildings } from './data';

/** Longest that one look at the overview keeps the cloud busy; the next look goes on from there. */
const patienceMs = 3 * 60_000;

/**
 * After the overview has been answered: reads new events, and the rooms that were never read, building after building.
 * Rooms that were read once are left to whoever opens their building: an overview of thousands of rooms must not ask
 * the cloud about all of them each time.
 */
export async function freshenOverview(scope: Scope): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  await Promise.all([freshenQuietly(scope, { signal }), fillUnread(scope, signal)]);
}

async function fillUnread(scope: Scope, signal: AbortSignal): Promise<void> {
  try {
    for (const building of await unreadBuildings(scope)) {
      const end = await fillBuilding(scope, building, { signal, onProgress: () => {} });
      if (end.state !== 'complete') return;
    }
  } catch (error) {
    log.warn({ err: error }, 'rooms could not be read for the overview');
  }
}
