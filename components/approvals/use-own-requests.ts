import { useEffect, useState } from 'react';
import type { ApprovalNews } from '@/lib/desk/approvals/data';
import { useApprovalNews } from './use-approval-news';

export type OwnRequest = ApprovalNews['own'][number];

/**
 * What this person asked for with `verb` within 72 hours, newest first, while `on`. Null: the server has not answered. A press
 * with the values of one that is approved does it.
 */
export function useOwnRequests(on: boolean, verb: string): OwnRequest[] | null {
  const [known, setKnown] = useState<OwnRequest[] | null>(null);
  useApprovalNews(on, ({ own }) => setKnown(own.filter((one) => one.verb === verb)));
  useEffect(() => {
    if (!on) setKnown(null);
  }, [on]);
  return known;
}

/** It waits, or was approved and not done yet. */
export function isOpenRequest({ state }: Pick<OwnRequest, 'state'>): boolean {
  return state === 'waiting' || state === 'approved';
}
