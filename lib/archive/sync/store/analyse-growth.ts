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

const largest = 200_000;

export function countStored(events: number): void {
  growth().stored += events;
}

/** Autovacuum analyses only once a minute: until then the planner takes a new archive for empty, and sorts all of it. */
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
