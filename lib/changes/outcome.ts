import type { AuditOutcome } from '../db/tables/audit';
import type { ErrorCode } from '../errors';

/**
 * How a change in the cloud ended, as far as can be known:
 * - `verified`: read back, and it is so;
 * - `unverified`: the cloud confirmed it, but reading it back failed or still shows the old state;
 * - `failed`: refused, never sent, or proven not to have happened;
 * - `unknown`: the answer was lost and reading back could not settle it.
 */
export type OutcomeState = 'verified' | 'unverified' | 'failed' | 'unknown';

export type ChangeOutcome = {
  state: OutcomeState;
  code?: ErrorCode;
  readAt?: Date;
  /** It was so before anything was sent. */
  already?: true;
  /** What reading back showed, where that does not settle it. */
  found?: 'there' | 'not-there';
};

type Through = {
  /** The account that it went through, where there is more than one connection. */
  through?: string;
};

export type ThroughOutcome = ChangeOutcome & Through;

export type DoorOutcome = Through & {
  gid: string;
  channel: number;
  outcome: ChangeOutcome;
};

const gravity: Record<OutcomeState, number> = { failed: 3, unknown: 2, unverified: 1, verified: 0 };

function worstState(outcomes: readonly ChangeOutcome[]): OutcomeState {
  return outcomes.reduce<OutcomeState>(
    (worst, outcome) => (gravity[outcome.state] > gravity[worst] ? outcome.state : worst),
    'verified',
  );
}

/** Nothing was done, for certain, so the same change can be sent again. */
export function isUnchanged(outcomes: readonly ChangeOutcome[]): boolean {
  return outcomes.every(({ state }) => state === 'failed');
}

export function byGravity(a: OutcomeState, b: OutcomeState): number {
  return gravity[b] - gravity[a];
}

/** In the audit log, a change that could not be read back counts as done. The entry's detail says the rest. */
export function auditOutcome(outcome: ChangeOutcome): AuditOutcome {
  if (outcome.state === 'unknown') return 'unknown';
  if (outcome.state !== 'failed') return 'done';
  return outcome.code?.startsWith('refused-') || outcome.code === 'not-allowed' ? 'refused' : 'failed';
}

/** The outcome that a summary of several must show: failures first, then unknown. */
export function worstOutcome(outcomes: readonly ChangeOutcome[]): ChangeOutcome {
  const state = worstState(outcomes);
  return outcomes.find((outcome) => outcome.state === state) ?? { state };
}
