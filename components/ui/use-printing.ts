import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

let printing = false;
const listeners = new Set<() => void>();

function setPrinting(now: boolean): void {
  printing = now;
  for (const listener of listeners) listener();
}

// At once: the browser does not wait for React before it prints.
const start = () => flushSync(() => setPrinting(true));
const end = () => setPrinting(false);

// One pair of listeners for all parts of the page, because a page can have hundreds.
function subscribe(changed: () => void) {
  if (listeners.size === 0) {
    window.addEventListener('beforeprint', start);
    window.addEventListener('afterprint', end);
  }
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0) return;
    window.removeEventListener('beforeprint', start);
    window.removeEventListener('afterprint', end);
    printing = false;
  };
}

/** True while the browser prints the page. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => printing,
    () => false,
  );
}
