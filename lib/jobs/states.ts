import { type JobState, stopCodes } from '@/lib/db/tables/jobs';
import type { ErrorCode } from '@/lib/errors';

export function isStopped(waitCode: ErrorCode | null): boolean {
  return waitCode !== null && (stopCodes as readonly ErrorCode[]).includes(waitCode);
}

/**
 * States as pages show them: what a waiting job waits for. `checking`, a password check, needs no action of a person;
 * `approval` needs one of another member; `connection` a sign-in or a connection. A `stopped` job waits for nothing: it can only be
 * cancelled.
 */
export const shownStates = [
  'queued',
  'running',
  'waiting',
  'connection',
  'checking',
  'approval',
  'paused',
  'stopped',
  'done',
  'cancelled',
] as const;
export type ShownState = (typeof shownStates)[number];

export function shownState({
  state,
  waitCode,
  paused,
}: {
  state: JobState;
  waitCode: ErrorCode | null;
  paused: boolean;
}): ShownState {
  if (state !== 'waiting') return state;
  if (paused) return 'paused';
  if (isStopped(waitCode)) return 'stopped';
  if (waitCode === 'approval-needed') return 'approval';
  if (waitCode === 'signed-out' || waitCode === 'no-connection') return 'connection';
  return waitCode === 'cloud-in-doubt' ? 'checking' : 'waiting';
}
