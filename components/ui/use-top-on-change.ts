'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Scrolls a list to the top when its query changes, because the best matches are there. */
export function useTopOnChange(list: RefObject<HTMLElement | null>, asked: string): void {
  const before = useRef(asked);
  useLayoutEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    // No return value: newer browsers would return a promise.
    list.current?.scrollTo(0, 0);
  }, [list, asked]);
}
