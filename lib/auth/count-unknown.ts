import { recordAudit } from '@/lib/audit/record';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { processSlot } from '@/lib/process-slot';

const everyMs = 60_000;

type Counts = { ofCode: Map<ErrorCode, number>; timer: NodeJS.Timeout | undefined };
const shared = processSlot<Counts>('auth.unknown-sign-ins');
shared.value ??= { ofCode: new Map(), timer: undefined };
const counts = shared.value;

/** Counts a refused sign-in of an account that never signed in here. The audit log gets one entry a minute for each code. */
export function countUnknown(code: ErrorCode): void {
  add(code, 1);
}

function add(code: ErrorCode, count: number): void {
  counts.ofCode.set(code, (counts.ofCode.get(code) ?? 0) + count);
  counts.timer ??= setTimeout(() => void recordUnknown(), everyMs).unref();
}

/** Also at the end of the process. */
export async function recordUnknown(): Promise<void> {
  clearTimeout(counts.timer);
  counts.timer = undefined;
  const found = [...counts.ofCode];
  counts.ofCode.clear();
  for (const [code, count] of found) {
    const who = { workspaceId: null, actor: '', account: '', role: null, subject: '' };
    const detail = { code, count };
    await recordAudit(getDb(), { ...who, action: 'sessions.sign-in', outcome: 'refused', detail }).catch(
      // The next minute's entry includes them.
      () => add(code, count),
    );
  }
}
