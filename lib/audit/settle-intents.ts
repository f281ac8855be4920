import { getDb } from '@/lib/db/client';
import { openIntents } from './open-intents';
import { recordAudit } from './record';

/**
 * Writes "not known" as the outcome of what this process has announced and not finished: it is about to end. An outcome
 * that comes after all is one more entry.
 */
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
