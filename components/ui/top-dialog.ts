'use client';

import { useSyncExternalStore } from 'react';
import { returnFocus, stopReturning, type Trail, trailOf } from './return-focus';

let opened: readonly HTMLDialogElement[] = [];
const listeners = new Set<() => void>();
const trails = new WeakMap<HTMLDialogElement, Trail>();

function set(next: readonly HTMLDialogElement[]) {
  opened = next;
  for (const listener of listeners) listener();
}

export function openModal(dialog: HTMLDialogElement): void {
  if (!dialog.open) {
    stopReturning();
    trails.set(dialog, trailOf(document.activeElement));
    dialog.showModal();
  }
  set([...opened.filter((one) => one !== dialog), dialog]);
}

/** The browser returns the focus to the element that had it, which may be gone by then. */
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

/** What must be usable while a modal dialog is open has to be inside it. */
export function topDialog(): HTMLDialogElement | null {
  return opened.findLast((dialog) => dialog.isConnected && dialog.open) ?? null;
}

export function useTopDialog(): HTMLDialogElement | null {
  return useSyncExternalStore(subscribe, topDialog, () => null);
}
