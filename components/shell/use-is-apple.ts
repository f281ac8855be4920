'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether keys are named the Apple way. The server cannot know, and says Ctrl. */
export function useIsApple(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );
}
