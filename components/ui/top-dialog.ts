'use client';

import { useSyncExternalStore } from 'react';
import { returnFocus, stopReturning, type Trail, trailOf } from './return-focus';

let opened: readonly HTMLDialogElement[] = [];
const listeners = new Set<() => void>();
/** Where the focus was before each was opened. */
const trails = new WeakMap<HTMLDialogElement, Trail>();

function set(next: readonly HTMLDialogElement[]) {
  opened = next;
  for (const listener of listeners) listener();
}

/** Opens a modal dialog above all others. Everything outside of it is inert from then on. */
export function openModal(dialog: HTMLDialogElement): void {
  if (!dialog.open) {
    stopReturning();
    trails.set(dialog, trailOf(document.activeElement));
    dialog.showModal();
  }
  set([...opened.filter((one) => one !== dialog), dialog]);
}

/** The browser gives the focus back to what had it. That may be gone, or go with what the dialog has just done. */
export function closeModal(dialog: HTMLDialogElement): void {
  const trail = trails.get(dialog);
  trails.delete(dialog);
  dialog.close();
  if (trail) returnFocus(trail);
  if (opened.includes(dialog)) set(opened.filter((one) => one !== dialog));
}

function subscribe(changed: () => void) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** The modal dialog on top: what is to be reached while it is open has to stand inside. */
export function topDialog(): HTMLDialogElement | null {
  // One that is just being taken off the page is still noted here.
  return opened.findLast((dialog) => dialog.isConnected && dialog.open) ?? null;
}

export function useTopDialog(): HTMLDialogElement | null {
  return useSyncExternalStore(subscribe, topDialog, () => null);
}
