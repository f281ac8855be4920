import { useNow } from 'next-intl';
import { useSyncExternalStore } from 'react';

const minute = 60_000;

function subscribe(changed: () => void) {
  const timer = setInterval(changed, minute / 2);
  return () => clearInterval(timer);
}

/** The current minute. On a page that stays open, "today" ends at midnight. */
export function useMinute(): Date {
  const start = useNow();
  const count = useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / minute),
    () => Math.floor(start.getTime() / minute),
  );
  return new Date(count * minute);
}
