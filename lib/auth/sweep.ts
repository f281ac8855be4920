import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { startSweep } from '@/lib/sweep';
import { sweepDoubts } from './doubt';
import { sweepSessions } from './sweep-sessions';

const everyMs = 5 * 60_000;

export function startSessionSweep(): void {
  startSweep('sessions', {
    everyMs,
    fault: 'old sessions could not be removed',
    run: () => Promise.all([sweepSessions(), sweepDoubts(getDb(), databaseDate())]),
  });
}
