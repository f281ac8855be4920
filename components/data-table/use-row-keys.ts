import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { RowOpening } from './table-row';

/** What the keys do with a row that is there. */
export type RowDeeds = {
  opening: RowOpening;
  /** Opens or closes the rows within it; null: it has none. */
  expand: ((open: boolean) => void) | null;
  /** Ticks or unticks it; with `range` all since the last one ticked. Null: rows cannot be ticked. */
  tick: ((range: boolean) => void) | null;
};

/**
 * The keys of a table's rows: one row has the focus, arrows move it, Enter opens, Space ticks. The row that the keys go to
 * may be drawn only by the next rendering, or loaded first.
 */
export function useRowKeys({
  body,
  keptRow,
  places,
  lead,
  scrollTo,
  loadAbove,
}: {
  body: RefObject<HTMLTableSectionElement | null>;
  /** The row that had the focus when the list was left; it gets it back. */
  keptRow: number | null;
  places: number;
  /** Rows above the one that the list began with. */
  lead: number;
  scrollTo: (index: number) => void;
  loadAbove: () => void;
}) {
  const router = useRouter();
  const [active, setActive] = useState(keptRow ?? 0);
  /** The row that the keys go to, until it has the focus. */
  const wanted = useRef<number | null>(keptRow);
  const [led, setLed] = useState(lead);
  if (led !== lead) {
    setLed(lead);
    setActive(active + lead - led);
  }

  function focusRow(index: number) {
    const to = Math.max(0, Math.min(places - 1, index));
    wanted.current = to;
    setActive(to);
    scrollTo(to);
  }

  // Each rendering looks whether the wanted row is there now.
  useEffect(() => {
    const to = wanted.current;
    const rows = body.current;
    if (to === null || !rows) return;
    // The user has gone elsewhere meanwhile.
    if (document.activeElement !== document.body && !rows.contains(document.activeElement)) {
      wanted.current = null;
      return;
    }
    const row = rows.querySelector<HTMLElement>(`tr[data-index="${to}"]`);
    row?.focus();
    if (row && !row.hasAttribute('aria-busy')) wanted.current = null;
  });

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, index: number, deeds: RowDeeds | null) {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const from = wanted.current ?? index;
    if (event.key === 'ArrowUp' && from === 0) loadAbove();
    const moves: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      Home: 0,
      End: places - 1,
      PageDown: from + 10,
      PageUp: from - 10,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      focusRow(to);
    } else if (deeds && event.key === 'Enter') {
      // Else the same press would also push the button that has the focus by then, and close what was opened.
      event.preventDefault();
      if (deeds.opening && 'href' in deeds.opening) router.push(deeds.opening.href);
      else deeds.opening?.onOpen();
    } else if (deeds?.expand && /^Arrow(Right|Left)$/.test(event.key)) {
      event.preventDefault();
      deeds.expand(event.key === 'ArrowRight');
    } else if (deeds?.tick && event.key === ' ') {
      event.preventDefault();
      deeds.tick(event.shiftKey);
    }
  }

  return { active, setActive, onKeyDown };
}
