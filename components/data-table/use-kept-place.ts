'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { addressOf, cameBack } from '@/components/ui/came-back';

type ScrollPosition = { top: number; row: number | null };

/** Where each list was left, by address and table. Lost on reload. */
const places = new Map<string, ScrollPosition>();
const most = 100;

/**
 * Remembers scroll position and focused row of a list that is left. The router keeps the page, but not these. Returns
 * the row that gets the focus, or null.
 */
export function useKeptPlace(table: string, scroller: RefObject<HTMLDivElement | null>): number | null {
  const address = addressOf(usePathname(), useSearchParams());
  const key = `${table} ${address}`;
  const [kept] = useState(() => (cameBack(address) ? (places.get(key) ?? null) : null));

  useLayoutEffect(() => {
    const element = scroller.current;
    if (kept && element) element.scrollTop = kept.top;
  }, [kept, scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const keep = (change: Partial<ScrollPosition>) => {
      const known = places.get(key) ?? { top: 0, row: null };
      places.delete(key);
      places.set(key, { ...known, ...change });
      const [oldest] = places.keys();
      if (places.size > most && oldest !== undefined) places.delete(oldest);
    };
    // A list that is being removed has no height, and its scroll position is 0.
    const onScroll = () => element.clientHeight > 0 && keep({ top: element.scrollTop });
    const keepRow = (target: unknown) => {
      const row =
        target instanceof Element && element.contains(target) ? target.closest('tr[data-index]') : null;
      if (row) keep({ row: Number(row.getAttribute('data-index')) });
    };
    const onFocus = ({ target }: FocusEvent) => keepRow(target);
    // The person may have scrolled or focused before these listeners were added.
    keepRow(document.activeElement);
    if (element.scrollTop > 0) onScroll();
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('focusin', onFocus);
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('focusin', onFocus);
    };
  });

  return kept?.row ?? null;
}
