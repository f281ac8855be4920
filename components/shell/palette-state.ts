'use client';

import { useSyncExternalStore } from 'react';

export type Layer = 'palette' | 'shortcuts' | null;

let layer: Layer = null;
const listeners = new Set<() => void>();

function set(next: Layer) {
  layer = next;
  for (const listener of listeners) listener();
}

export const openPalette = () => set('palette');
export const openShortcuts = () => set('shortcuts');
export const closeLayer = () => set(null);

function subscribe(changed: () => void) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Which of the two is open: one at a time, from wherever it was asked for. */
export function useLayer(): Layer {
  return useSyncExternalStore(
    subscribe,
    () => layer,
    () => null,
  );
}
