import type { Priority } from '@/lib/doordeer/client/fair-queue';
import { createLimiter, type Limiter } from '@/lib/doordeer/client/limiter';
import { processSlot } from '@/lib/process-slot';

// Pages and the feeder are bundled separately but share one pool of connections.
const shared = processSlot<Limiter>('archive.doors');

/** Doors that one process reads at once. Each needs a connection to the database. */
const maxDoors = 8;

/** Runs `work` once a place is free. Shared fairly: a workspace with a silent cloud must not delay the others. */
export async function limitDoors<T>(
  workspaceId: string,
  priority: Priority,
  work: () => Promise<T>,
): Promise<T> {
  shared.value ??= createLimiter({ max: maxDoors });
  const release = await shared.value.acquire({ account: workspaceId, priority });
  try {
    return await work();
  } finally {
    release('ok');
  }
}
