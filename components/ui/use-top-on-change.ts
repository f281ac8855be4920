'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Moves a list to its top when something else is asked of it: what answers that best stands there. */
export function useTopOnChange(list: RefObject<HTMLElement | null>, asked: string): void {
  const before = useRef(asked);
  useLayoutEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    // Nothing is given back: in newer browsers it would be a promise.
    list.current?.scrollTo(0, 0);
  }, [list, asked]);
}
