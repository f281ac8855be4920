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

// Some browsers send no `beforeprint`, and only switch to the styles for paper.
const onMedia = ({ matches }: MediaQueryListEvent) => {
  if (matches !== printing) flushSync(() => setPrinting(matches));
};
let paper: MediaQueryList | undefined;

// One set of listeners for all parts of the page, because a page can have hundreds.
function subscribe(changed: () => void) {
  if (listeners.size === 0) {
    window.addEventListener('beforeprint', start);
    window.addEventListener('afterprint', end);
    paper ??= window.matchMedia('print');
    paper.addEventListener('change', onMedia);
  }
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0) return;
    window.removeEventListener('beforeprint', start);
    window.removeEventListener('afterprint', end);
    paper?.removeEventListener('change', onMedia);
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
