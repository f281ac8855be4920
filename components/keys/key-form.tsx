'use client';

import dynamic from 'next/dynamic';
import type { KeyEntryProps } from './key-entry';

// Of use when it is opened.
const KeyEntry = dynamic(() => import('./key-entry').then((module) => module.KeyEntry), { ssr: false });

/** Hands out a key, or changes its entry. */
export function KeyForm({ open, ...props }: KeyEntryProps & { open: boolean }) {
  // Each opening begins anew: what was typed and given up must not come back.
  return open ? <KeyEntry {...props} /> : null;
}
