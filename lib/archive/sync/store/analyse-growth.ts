import { sql } from 'kysely';
import { getUpkeepDb } from '@/lib/db/client';
import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';

type Growth = { stored: number; next: number; running: Promise<void> | null };

const shared = processSlot<Growth>('archive.growth');

function growth(): Growth {
  shared.value ??= { stored: 0, next: 2_000, running: null };
  return shared.value;
}

/** From here on the server's own autovacuum is soon enough. */
const largest = 200_000;

export function countStored(events: number): void {
  growth().stored += events;
}

/**
 * Has the planner look at the archive again once this process has added much to it. The server does so by itself, but
 * only once a minute: meanwhile it takes an archive that was just begun for empty, and sorts all of it for each page.
 */
export function analyseWhenGrown(): Promise<void> | null {
  const state = growth();
  if (state.running || state.stored < state.next) return state.running;
  state.next = state.stored + Math.min(largest, state.stored);
  state.running = sql`analyze event, event_who`
    .execute(getUpkeepDb())
    .then(
      () => {},
      (error: unknown) =>
        log.warn({ err: error }, 'the archive could not be analysed; the server will do so'),
    )
    .finally(() => {
      state.running = null;
    });
  return state.running;
}
