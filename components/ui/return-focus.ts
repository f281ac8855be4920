'use client';

/** Where an element was: itself and its ancestors, each with the index of the previous one. */
export type Trail = readonly { element: HTMLElement; at: number }[];

// Words with a tooltip are no place to continue from: the tooltip would open by itself.
const reachable =
  'a[href], button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]:not(:has(> [role=tooltip]))';

/** Marks an undo button in a message. */
export const undoMark = { 'data-undo': '' };
/** Marks what takes the place of a form or a button that has done its work. */
export const resultMark = { 'data-result': '', tabIndex: -1 };
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
 * would move it to the top of the page. On another page the focus goes to its heading. Ends with the next key or press.
 */
export function returnFocus(to: Trail): void {
  stop();
  if (to.length === 0) return;
  let trail = to;
  const { pathname } = location;
  function look() {
    if (!isLost()) {
      trail = document.activeElement === trail[0]?.element ? trail : trailOf(document.activeElement);
      return;
    }
    const isNear =
      location.pathname === pathname
        ? focusNear(trail)
        : // Not there while the page loads.
          takesFocus(document.querySelector('main h1'));
    if (isNear) trail = trailOf(document.activeElement);
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
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  document.addEventListener('keydown', stop, { capture: true });
  document.addEventListener('pointerdown', stop, { capture: true });
}

/** A button that the keyboard pressed may disappear or become disabled by what it does. */
export function keepFocusOfPressed(): () => void {
  function onClick({ target, detail, isTrusted }: MouseEvent) {
    // The keyboard's clicks have no count of presses. After a mouse, the browser itself continues from the same place.
    if (!isTrusted || detail !== 0) return;
    if (target instanceof Element && target.closest('button')) returnFocus(trailOf(document.activeElement));
  }
  document.addEventListener('click', onClick, true);
  return () => document.removeEventListener('click', onClick, true);
}

function isLost(): boolean {
  const active = document.activeElement;
  if (active === null || active === document.body) return true;
  return active.matches(':disabled') || !active.checkVisibility();
}

function focusNear(trail: Trail): boolean {
  const dialog = trail.find(({ element }) => element.isConnected && element.matches('dialog[open]'))?.element;
  // In a panel, undo comes before the next button, which another press of Enter might regret: it may be "Delete".
  const undo = dialog ? document.querySelector('[data-undo]') : null;
  // The message may still be on its way into the panel.
  if (undo && !dialog?.contains(undo)) return false;
  if (takesFocus(undo)) return true;
  for (const { element, at } of trail) {
    if (!element.isConnected) continue;
    const result = element.querySelector('[data-result]');
    for (const one of [result, ...homesIn(element, at)]) if (takesFocus(one)) return true;
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
