'use client';

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { firstRows, rowsInSight, scrollTopFor } from './rows-in-sight';

/**
 * The rows to render of a long table. All have the same height, so this is a division. A library that measures each
 * row would be 10 kB.
 */
export function useRowsInSight(options: {
  scroller: RefObject<HTMLDivElement | null>;
  enabled: boolean;
  count: number;
  row: number;
  /** Number of rows above the start. As they arrive, the visible rows stay in place. */
  lead: number;
}) {
  const { scroller, enabled, count, row, lead } = options;
  const [sight, setSight] = useState(() => firstRows({ row, count }));
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

  // There may be fewer rows than at the last scroll.
  const last = Math.min(sight.last, Math.max(0, count - 1));
  return { first: Math.max(0, Math.min(sight.first, last)), last, scrollTo };
}
