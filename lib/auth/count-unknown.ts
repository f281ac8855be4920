import { recordAudit } from '@/lib/audit/record';
import { getDb } from '@/lib/db/client';
import type { AuditDetail, AuditOutcome } from '@/lib/db/tables/audit';
import { processSlot } from '@/lib/process-slot';

const everyMs = 60_000;

/** What strangers did, in words of ours only: few differ. */
export type UnknownTry = { action: string; outcome: AuditOutcome; detail: AuditDetail };

type Counts = { of: Map<string, { tried: UnknownTry; count: number }>; timer: NodeJS.Timeout | undefined };
const shared = processSlot<Counts>('auth.unknown-tries');
shared.value ??= { of: new Map(), timer: undefined };
const counts = shared.value;

/** Counts what was tried with an account that never signed in here. The audit log gets one entry a minute for equal tries. */
export function countUnknown(tried: UnknownTry): void {
  add(tried, 1);
}

function add(tried: UnknownTry, count: number): void {
  const key = JSON.stringify(tried);
  counts.of.set(key, { tried, count: (counts.of.get(key)?.count ?? 0) + count });
  counts.timer ??= setTimeout(() => void recordUnknown(), everyMs).unref();
}

/** Also at the end of the process. */
export async function recordUnknown(): Promise<void> {
  clearTimeout(counts.timer);
  counts.timer = undefined;
  const found = [...counts.of.values()];
  counts.of.clear();
  for (const { tried, count } of found) {
    const who = { workspaceId: null, actor: '', account: '', role: null, subject: '' };
    await recordAudit(getDb(), { ...who, ...tried, detail: { ...tried.detail, count } }).catch(
      // The next minute's entry includes them.
      () => add(tried, count),
    );
  }
}
