import type { JobKind, StepState } from '@/lib/db/tables/jobs';
import type { ErrorCode } from '@/lib/errors';

export type EndingFacts = {
  state: StepState;
  code?: ErrorCode | null | undefined;
  found?: 'there' | 'not-there' | null | undefined;
};

/** A more precise text than the code's own, by its name under `jobs.causes`. */
export function explainEnding({ state, code, found }: EndingFacts, kind: JobKind | undefined) {
  if (code === 'conflict' && (kind === 'assign-masters' || kind === 'replace-masters')) return 'hasMaster';
  if (code === 'conflict' && kind === 'remove-masters') return 'masterChanged';
  // A code's text says what to do after a failure. It would be wrong if the change may have happened.
  if (state === 'unverified') return 'unverified';
  if (state === 'unknown') return 'unknown';
  if (state === 'failed' && code === 'outcome-unknown') return 'interrupted';
  if (state === 'failed' && found === 'not-there' && !code?.startsWith('refused-')) return 'lostFailed';
  return null;
}
