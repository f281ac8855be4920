import { useOwnRequests } from './use-own-requests';

/** `isKnown`: whether the server has answered. `by`: who approved it; null: no one yet. */
export type OwnApproval = { isKnown: boolean; by: string | null };

/**
 * Whether another member has approved what this person asked for, while `on`. Then the next press does it, so a dialog must
 * not say that it waits.
 */
export function useOwnApproval(on: boolean, { verb, about }: { verb: string; about: string }): OwnApproval {
  const known = useOwnRequests(on, verb);
  const found = known?.find(({ state, facts }) => state === 'approved' && facts.about === about);
  return { isKnown: known !== null, by: found ? (found.decidedBy ?? '') : null };
}
