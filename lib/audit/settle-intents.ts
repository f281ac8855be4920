import { getDb } from '@/lib/db/client';
import { openIntents } from './open-intents';
import { recordAudit } from './record';

/** Writes "not known" as the outcome of unfinished intents. A real outcome that arrives later is one more entry. */
export async function settleIntents(): Promise<void> {
  for (const [intentSeq, entry] of [...openIntents]) {
    await recordAudit(getDb(), {
      ...entry,
      outcome: 'unknown',
      detail: { ...entry.detail, code: 'outcome-unknown' },
      intentSeq,
    });
  }
}
