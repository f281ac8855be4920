import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

export type RowOpening = { href: string } | { onOpen: () => void } | null;

export type RowDeeds = {
  opening: RowOpening;
  /** null: the row cannot be expanded. */
  expand: ((open: boolean) => void) | null;
  /** With `range`, selects all rows since the last selected one. null: rows cannot be selected. */
  tick: ((range: boolean) => void) | null;
};

/**
 * Keyboard control of the rows: arrows move the focus, Enter opens, Space selects. The next row may have to be
 * rendered or loaded first.
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
  /** The row that had the focus when the list was left, and gets it again. */
  keptRow: number | null;
  places: number;
  /** Number of rows above the one that the list began with. */
  lead: number;
  scrollTo: (index: number) => void;
  loadAbove: () => void;
}) {
  const router = useRouter();
  const [active, setActive] = useState(keptRow ?? 0);
  /** The row that shall get the focus. */
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

  // Each render checks whether the wanted row exists now.
  useEffect(() => {
    const to = wanted.current;
    const rows = body.current;
    if (to === null || !rows) return;
    // The person has moved the focus elsewhere.
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
      // Otherwise the same press would also push the button that gets the focus, and close what was opened.
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
