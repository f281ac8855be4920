import type { AuditEntry } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { getDb } from '@/lib/db/client';
import { reserveTry, type ThrottleRule } from './throttle';

/** Most refusals recorded per bucket and window: a flood must not fill the audit log or its queue. */
const mostRecorded = 50;

export async function recordThrottled(
  rule: ThrottleRule,
  entry: Omit<AuditEntry, 'outcome' | 'detail' | 'intentSeq'>,
): Promise<void> {
  const place = await reserveTry(
    { ...rule, bucket: `audit:${rule.bucket}`, limit: mostRecorded },
    { settled: true },
  );
  if (!place.ok) return;
  const detail = { code: 'throttled' };
  await recordAudit(getDb(), { ...entry, outcome: 'refused', detail }).catch(() => {});
}
