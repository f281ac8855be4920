import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { sweepDoubts } from './doubt';
import { sweepSessions } from './session';

const everyMs = 5 * 60_000;

const shared = processSlot<NodeJS.Timeout>('session-sweep');

export function startSessionSweep(): void {
  shared.value ??= setInterval(() => {
    Promise.all([sweepSessions(), sweepDoubts(getDb(), databaseDate())]).catch((error) =>
      log.warn({ err: error }, 'old sessions could not be removed'),
    );
  }, everyMs);
  shared.value.unref();
}

export async function stopSessionSweep(): Promise<void> {
  clearInterval(shared.value);
  shared.value = undefined;
}
