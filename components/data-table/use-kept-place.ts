'use client';

import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';

type Place = { top: number; row: number | null };

/** Where each list was left, by address and table; as long as the page lives. */
const places = new Map<string, Place>();
const most = 100;

/** The address that Back or Forward led to last: only there a list goes on where it was left. */
let cameBackTo: string | null = null;
if (typeof window !== 'undefined') {
  addEventListener('popstate', () => {
    cameBackTo = location.href;
  });
}

/**
 * Keeps how far a list was scrolled and which row had the focus, for a person who leaves it and comes back. The router
 * keeps what was drawn, not where in it one was.
 *
 * @returns the row that is to have the focus; null: none had it
 */
export function useKeptPlace(table: string, scroller: RefObject<HTMLDivElement | null>): number | null {
  const [kept] = useState(() =>
    typeof window !== 'undefined' && cameBackTo === location.href
      ? (places.get(`${table} ${location.href}`) ?? null)
      : null,
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (kept && element) element.scrollTop = kept.top;
  }, [kept, scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const key = `${table} ${location.href}`;
    const keep = () => {
      const row = document.activeElement?.closest?.('tr[data-index]');
      const index = row && element.contains(row) ? Number(row.getAttribute('data-index')) : null;
      places.delete(key);
      places.set(key, { top: element.scrollTop, row: index });
      const [oldest] = places.keys();
      if (places.size > most && oldest !== undefined) places.delete(oldest);
    };
    element.addEventListener('scroll', keep, { passive: true });
    element.addEventListener('focusin', keep);
    return () => {
      element.removeEventListener('scroll', keep);
      element.removeEventListener('focusin', keep);
    };
  });

  return kept?.row ?? null;
}
