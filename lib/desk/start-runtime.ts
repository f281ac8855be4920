import { startFeeder, stopFeeder } from '@/lib/archive/feed/feed-worker';
import { startRetention, stopRetention } from '@/lib/archive/retention/sweep';
import { auditWithdrawals } from '@/lib/archive/sync/rooms/audit-withdrawals';
import { flushAnchor } from '@/lib/audit/anchor-file';
import { settleIntents } from '@/lib/audit/settle-intents';
import { endDoordeer } from '@/lib/auth/cloud-client';
import { settleProofs } from '@/lib/auth/prove-password';
import { startSessionSweep, stopSessionSweep } from '@/lib/auth/sweep';
import { startListWatch, stopListWatch } from '@/lib/auth/watch-device-lists';
import { startDoubtChecks, stopDoubtChecks } from '@/lib/auth/watch-doubts';
import { startWorker, stopWorker } from '@/lib/bulk/worker';
import { closeDb, untilIdle } from '@/lib/db/client';
import { startClockWatch, stopClockWatch } from '@/lib/db/watch-clock';
import { getEnv } from '@/lib/env';
import { startExportSweep, stopExportSweep } from '@/lib/files/schedule/sweep';
import { onExit, onShutdown } from '@/lib/shutdown';
import { watchRequests } from '@/lib/wait-for-requests';

let started = false;

/** For what has just lost its call, to write that down before the database is let go. */
const idleMs = 100;

/** What runs in the serving process beside the pages. `instrumentation.ts` asks for it; once is enough. */
export async function startRuntime(): Promise<void> {
  if (started) return;
  started = true;
  getEnv();
  watchRequests();
  onExit(closeDb);
  onExit(() => untilIdle(idleMs));
  onExit(flushAnchor);
  onExit(settleIntents);
  onExit(settleProofs);
  // What loses its call so writes its own outcome; only then are outcomes that are still missing written.
  onExit(async () => {
    await endDoordeer();
    await untilIdle(idleMs);
  });
  // First of all: what follows goes by stored times.
  await startClockWatch();
  onShutdown(stopClockWatch);
  await auditWithdrawals();
  startSessionSweep();
  onShutdown(stopSessionSweep);
  startListWatch();
  onShutdown(stopListWatch);
  startDoubtChecks();
  onShutdown(stopDoubtChecks);
  startExportSweep();
  onShutdown(stopExportSweep);
  startRetention();
  onShutdown(stopRetention);
  await startWorker();
  startFeeder();
  onShutdown(stopWorker);
  onShutdown(stopFeeder);
}
