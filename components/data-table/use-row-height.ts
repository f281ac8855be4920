'use client';

import { useSyncExternalStore } from 'react';
import { usePreferences } from '@/components/ui/preferences';

const narrow = '(max-width: 39.99rem)';

function subscribe(changed: () => void) {
  const query = window.matchMedia(narrow);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** Row height in px, the same as in the style sheet: 40, 32 when compact, 64 on a phone. */
export function useRowHeight(): number {
  const phone = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(narrow).matches,
    () => false,
  );
  const { density } = usePreferences().preferences;
  return phone ? 64 : density === 'compact' ? 32 : 40;
}
