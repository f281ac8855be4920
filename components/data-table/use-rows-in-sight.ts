'use client';

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { rowsInSight, scrollTopFor } from './rows-in-sight';

/** What is drawn before the window's height is known: a tall screen's worth. */
const firstGuess = 1400;

/**
 * Which rows to draw of a long table. All rows are equally high, so this is a division; a library for it, which also
 * measures rows of every height, would be 10 kB in each list.
 */
export function useRowsInSight(options: {
  scroller: RefObject<HTMLDivElement | null>;
  enabled: boolean;
  count: number;
  row: number;
  /** Rows above the one that the list began with: as they come, what is in sight stays in sight. */
  lead: number;
}) {
  const { scroller, enabled, count, row, lead } = options;
  const [sight, setSight] = useState(() => rowsInSight({ top: 0, height: firstGuess, row, count }));
  const [led, setLed] = useState(lead);
  if (led !== lead) {
    setLed(lead);
    setSight({ first: sight.first + lead - led, last: sight.last + lead - led });
  }
  const scrolled = useRef(lead);
  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop += (lead - scrolled.current) * row;
    scrolled.current = lead;
  }, [scroller, lead, row]);

  useEffect(() => {
    const element = scroller.current;
    if (!enabled || !element) return;
    const look = () => {
      const next = rowsInSight({ top: element.scrollTop, height: element.clientHeight, row, count });
      setSight((now) => (now.first === next.first && now.last === next.last ? now : next));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, enabled, count, row]);

  function scrollTo(index: number) {
    const element = scroller.current;
    if (!enabled || !element) return;
    const head = element.querySelector('thead')?.offsetHeight ?? 0;
    element.scrollTop = scrollTopFor(index, {
      top: element.scrollTop,
      height: element.clientHeight,
      row,
      head,
    });
  }

  // Rows may have become fewer since the last look.
  const last = Math.min(sight.last, Math.max(0, count - 1));
  return { first: Math.max(0, Math.min(sight.first, last)), last, scrollTo };
}
