'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** True where keys have Apple names. The server cannot know, and says Ctrl. */
export function useIsApple(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );
}
