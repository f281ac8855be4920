'use client';

/** Where an element was: itself and its ancestors, each with the index of the previous one. */
export type Trail = readonly { element: HTMLElement; at: number }[];

const reachable =
  'a[href], button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** Marks an undo button in a message. */
export const undoMark = { 'data-undo': '' };
/** Around all messages, which are no place for the focus to return to. */
const toasts = '[data-toasts]';

/** Taken while the element is on the page. Empty for the page itself, which has the focus when nothing else has. */
export function trailOf(element: Element | null): Trail {
  const trail: { element: HTMLElement; at: number }[] = [];
  let before: Element | null = null;
  let next = element?.closest(toasts)?.parentElement ?? element;
  while (next instanceof HTMLElement && next !== document.body) {
    trail.push({ element: next, at: before ? [...next.children].indexOf(before) : 0 });
    before = next;
    next = next.parentElement;
  }
  return trail;
}

let stop = () => {};

/** The person acts, and chooses the focus from now on. */
export function stopReturning(): void {
  stop();
}

/**
 * Keeps the focus near an element that disappears, also when the list's new rows come a moment later. The browser
 * would move it to the top of the page. Ends with the next key or press.
 */
export function returnFocus(to: Trail): void {
  stop();
  if (to.length === 0) return;
  let trail = to;
  function look() {
    if (!isLost()) {
      trail = document.activeElement === trail[0]?.element ? trail : trailOf(document.activeElement);
      return;
    }
    if (focusNear(trail)) trail = trailOf(document.activeElement);
  }
  const observer = new MutationObserver(look);
  const frame = requestAnimationFrame(look);
  stop = () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    document.removeEventListener('keydown', stop, { capture: true });
    document.removeEventListener('pointerdown', stop, { capture: true });
    stop = () => {};
  };
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener('keydown', stop, { capture: true });
  document.addEventListener('pointerdown', stop, { capture: true });
}

function isLost(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || !active.checkVisibility();
}

function focusNear(trail: Trail): boolean {
  for (const { element, at } of trail) {
    if (!element.isConnected) continue;
    // A panel without its entry offers only undo, and the message may still be on its way into the panel.
    const undo = element.matches('dialog[open]') ? document.querySelector('[data-undo]') : null;
    if (undo && !element.contains(undo)) return false;
    for (const one of [undo, ...homesIn(element, at)]) if (takesFocus(one)) return true;
  }
  return takesFocus(document.querySelector('main'));
}

/**
 * Yields a table's current row, then what took the place of the lost one, then the previous neighbour, then anything.
 */
function* homesIn(place: HTMLElement, at: number): Generator<Element | null> {
  if (place.matches('[tabindex], a, button, input, select, textarea')) yield place;
  yield place.querySelector('tr[tabindex="0"]');
  for (const near of [place.children[at], place.children[at - 1]]) {
    if (near?.matches(reachable)) yield near;
    yield near?.querySelector(reachable) ?? null;
  }
  yield* place.querySelectorAll(reachable);
}

/** Does not scroll: keys continue from here anyway. */
function takesFocus(element: Element | null): boolean {
  if (!(element instanceof HTMLElement) || element.closest(toasts)?.matches(':not(dialog *)')) return false;
  if (!element.checkVisibility()) return false;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}
