'use client';

import dynamic from 'next/dynamic';
import type { KeyEntryProps } from './key-entry';

const KeyEntry = dynamic(() => import('./key-entry').then((module) => module.KeyEntry), { ssr: false });

export function KeyForm({ open, ...props }: KeyEntryProps & { open: boolean }) {
  // Each opening starts with an empty form: a cancelled text must not come back.
  return open ? <KeyEntry {...props} /> : null;
}
