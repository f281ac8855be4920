import type { Priority } from '@/lib/doordeer/client/fair-queue';
import { createLimiter, type Limiter } from '@/lib/doordeer/client/limiter';
import { processSlot } from '@/lib/process-slot';

// Pages and the feeder are bundled apart and share one pool of connections. On globalThis: see lib/db/client.ts.
const shared = processSlot<Limiter>('archive.seats');

/** Doors that one process reads at the same time, for all callers: each needs a connection to the database now and then. */
const seatsInAll = 8;

/**
 * Runs `work` when this process reads few enough doors. The limit is shared out as calls are: a workspace whose cloud does
 * not answer sits on its own for as long as its time-outs take, and must not keep others from theirs.
 */
export async function limitDoors<T>(
  workspaceId: string,
  priority: Priority,
  work: () => Promise<T>,
): Promise<T> {
  shared.value ??= createLimiter({ max: seatsInAll });
  const release = await shared.value.acquire({ account: workspaceId, priority });
  try {
    return await work();
  } finally {
    release('ok');
  }
}
