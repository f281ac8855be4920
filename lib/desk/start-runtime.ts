import { startFeeder, stopFeeder } from '@/lib/archive/feed/feed-worker';
import { startRetention } from '@/lib/archive/retention/sweep';
import { auditWithdrawals } from '@/lib/archive/sync/rooms/audit-withdrawals';
import { flushAnchor } from '@/lib/audit/anchor-file';
import { settleIntents } from '@/lib/audit/settle-intents';
import { endDoordeer } from '@/lib/auth/cloud-client';
import { recordUnknown } from '@/lib/auth/count-unknown';
import { settleProofs } from '@/lib/auth/prove-password';
import { startSessionSweep } from '@/lib/auth/sweep';
import { startListWatch } from '@/lib/auth/watch-device-lists';
import { startDoubtChecks } from '@/lib/auth/watch-doubts';
import { startWorker, stopWorker } from '@/lib/bulk/worker';
import { closeDb, getDb, untilIdle } from '@/lib/db/client';
import { openVault } from '@/lib/db/vault/vault-ring';
import { startClockWatch, stopClockWatch } from '@/lib/db/watch-clock';
import { getEnv, vaultKey } from '@/lib/env';
import { startExportSweep } from '@/lib/files/schedule/sweep';
import { startParkedMails } from '@/lib/members/roster/notify-parked';
import { getMetrics } from '@/lib/metrics';
import { startDigitsSweep } from '@/lib/readings/prune-digits';
import { onExit, onShutdown } from '@/lib/shutdown';
import { watchRequests } from '@/lib/wait-for-requests';
import { startApprovalSweep } from './approvals/sweep';
import { keepStartFault } from './start-fault';

let started = false;

/** Time for cancelled calls to store their outcome before the database closes. */
const idleMs = 100;

export async function startRuntime(): Promise<void> {
  if (started) return;
  started = true;
  try {
    await start();
  } catch (error) {
    keepStartFault(error);
    throw error;
  }
}

async function start(): Promise<void> {
  getEnv();
  await openVault(getDb(), vaultKey());
  // From now on it measures the delay of the event loop.
  getMetrics();
  watchRequests();
  onExit(closeDb);
  onExit(() => untilIdle(idleMs));
  onExit(flushAnchor);
  onExit(settleIntents);
  onExit(recordUnknown);
  onExit(settleProofs);
  // Cancelled calls store their own outcome. Only then are the outcomes that are still missing stored.
  onExit(async () => {
    await endDoordeer();
    await untilIdle(idleMs);
  });
  // First: everything after it depends on stored times.
  await startClockWatch();
  onShutdown(stopClockWatch);
  await auditWithdrawals();
  startSessionSweep();
  startListWatch();
  startDoubtChecks();
  startExportSweep();
  startRetention();
  startDigitsSweep();
  startApprovalSweep();
  startParkedMails();
  await startWorker();
  startFeeder();
  onShutdown(stopWorker);
  onShutdown(stopFeeder);
}
