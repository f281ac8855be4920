'use client';

import { useSyncExternalStore } from 'react';

export type Layer = 'palette' | 'shortcuts' | null;

let layer: Layer = null;
/** Text typed while the palette's code is loading. */
let ahead: { text: string; enter: boolean } | null = null;
const listeners = new Set<() => void>();

function set(next: Layer) {
  layer = next;
  for (const listener of listeners) listener();
}

export function openPalette(): void {
  if (layer !== 'palette') ahead = { text: '', enter: false };
  set('palette');
}

export const openShortcuts = () => set('shortcuts');

export function closeLayer(): void {
  ahead = null;
  set(null);
}

/** Stores a key for the palette that is still loading. Returns whether it did. */
export function typeAhead(event: KeyboardEvent): boolean {
  if (!ahead || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return false;
  if (event.key === 'Escape') closeLayer();
  else if (event.key === 'Enter') ahead.enter = true;
  else if (event.key === 'Backspace') ahead.text = ahead.text.slice(0, -1);
  else if (event.key.length === 1 && !ahead.enter) ahead.text += event.key;
  else return false;
  return true;
}

/** Gives the stored text to the palette, whose own field takes over. */
export function takeTypedAhead(): { text: string; enter: boolean } {
  const taken = ahead ?? { text: '', enter: false };
  ahead = null;
  return taken;
}

function subscribe(changed: () => void) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Which of the two is open, never both. */
export function useLayer(): Layer {
  return useSyncExternalStore(
    subscribe,
    () => layer,
    () => null,
  );
}
