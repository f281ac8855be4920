'use client';

import { useSyncExternalStore } from 'react';

let opened: readonly HTMLDialogElement[] = [];
const listeners = new Set<() => void>();

function set(next: readonly HTMLDialogElement[]) {
  opened = next;
  for (const listener of listeners) listener();
}

/** Opens a modal dialog above all others. Everything outside of it is inert from then on. */
export function openModal(dialog: HTMLDialogElement): void {
  if (!dialog.open) dialog.showModal();
  set([...opened.filter((one) => one !== dialog), dialog]);
}

export function closeModal(dialog: HTMLDialogElement): void {
  dialog.close();
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
