import type { AuditOutcome } from '../db/tables/audit';
import type { ErrorCode } from '../errors';

/**
 * How a change in the cloud ended, as far as anybody can know:
 * - `verified`: read back, and it is so;
 * - `unverified`: the cloud said done, reading it back failed or still shows the old state;
 * - `failed`: refused, never sent, or proven not to have happened;
 * - `unknown`: the answer was lost and reading back could not settle it.
 */
export type OutcomeState = 'verified' | 'unverified' | 'failed' | 'unknown';

export type ChangeOutcome = {
  state: OutcomeState;
  /** Why it is not `verified`, or why the answer was lost. */
  code?: ErrorCode;
  /** When it was last read back. */
  readAt?: Date;
  /** It was so before anything was sent. */
  already?: true;
  /** What reading back showed where that alone does not settle it. */
  found?: 'there' | 'not-there';
};

/** What a change did at one door of a flat. */
export type DoorOutcome = { gid: string; channel: number; outcome: ChangeOutcome };

const gravity: Record<OutcomeState, number> = { failed: 3, unknown: 2, unverified: 1, verified: 0 };

/** The state that a summary of several outcomes must not hide: failures first, then what nobody knows. */
function worstState(outcomes: readonly ChangeOutcome[]): OutcomeState {
  return outcomes.reduce<OutcomeState>(
    (worst, outcome) => (gravity[outcome.state] > gravity[worst] ? outcome.state : worst),
    'verified',
  );
}

/** Sorts failures to the top, and doubts before what is done. */
export function byGravity(a: OutcomeState, b: OutcomeState): number {
  return gravity[b] - gravity[a];
}

/** In the audit log's words; what was done but not read back is done, and the entry's detail says the rest. */
export function auditOutcome(outcome: ChangeOutcome): AuditOutcome {
  if (outcome.state === 'unknown') return 'unknown';
  if (outcome.state !== 'failed') return 'done';
  return outcome.code?.startsWith('refused-') || outcome.code === 'not-allowed' ? 'refused' : 'failed';
}

/** The outcome that a summary of several must not hide. */
export function worstOutcome(outcomes: readonly ChangeOutcome[]): ChangeOutcome {
  const state = worstState(outcomes);
  return outcomes.find((outcome) => outcome.state === state) ?? { state };
}
