'use client';

import { useSyncExternalStore } from 'react';

/**
 * False until the page's script runs. A form that is sent before that would go the browser's own way and lose what was
 * typed, so its button waits.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
