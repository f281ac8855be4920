import { closeDb } from '@/lib/db/client';
import { getEnv } from '@/lib/env';
import { onShutdown } from '@/lib/shutdown';

/** What runs in the serving process beside the pages. `instrumentation.ts` starts it once. */
export async function startRuntime(): Promise<void> {
  getEnv();
  onShutdown(closeDb);
}
