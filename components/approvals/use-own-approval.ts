import { useEffect, useState } from 'react';
import { useApprovalNews } from './use-approval-news';

/** `isKnown`: whether the server has answered. `by`: who approved it; null: no one yet. */
export type OwnApproval = { isKnown: boolean; by: string | null };

/**
 * Whether another member has approved what this person asked for, while `on`. Then the next press does it, so a dialog must
 * not say that it waits.
 */
export function useOwnApproval(on: boolean, { verb, about }: { verb: string; about: string }): OwnApproval {
  const [known, setKnown] = useState<{ by: string | null } | null>(null);
  useApprovalNews(on, ({ own }) => {
    const found = own.find((one) => one.state === 'approved' && one.verb === verb && one.about === about);
    setKnown({ by: found ? (found.decidedBy ?? '') : null });
  });
  useEffect(() => {
    if (!on) setKnown(null);
  }, [on]);
  return { isKnown: known !== null, by: known?.by ?? null };
}
