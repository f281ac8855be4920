import { freshenQuietly } from '@/lib/archive/feed/freshen';
import type { Scope } from '@/lib/auth/scope';
import { log } from '@/lib/log';
import { fillBuilding } from '@/lib/readings/fill-building';
import { unreadBuildings } from './data';

/** Limits the calls of one page view. The next view continues. */
const patienceMs = 3 * 60_000;

/** Runs after the overview was sent. Old facts wait until a person opens their building: thousands of rooms are too many. */
export async function freshenOverview(scope: Scope): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  await Promise.all([freshenQuietly(scope, { signal }), fillUnread(scope, signal)]);
}

/** Runs after a list of all buildings was sent, so that it stops saying that rooms could not be read. */
export async function freshenFailed(scope: Scope): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  await Promise.all([freshenQuietly(scope, { signal }), fillUnread(scope, signal, { failedOnly: true })]);
}

async function fillUnread(
  scope: Scope,
  signal: AbortSignal,
  which: { failedOnly?: boolean } = {},
): Promise<void> {
  try {
    for (const building of await unreadBuildings(scope, which)) {
      const end = await fillBuilding(scope, building, { signal, onProgress: () => {} });
      if (end.state !== 'complete') return;
    }
  } catch (error) {
    log.warn({ err: error }, 'rooms could not be read for the overview');
  }
}
