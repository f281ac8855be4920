'use client';

import dynamic from 'next/dynamic';
import type { PersonEntryProps } from './person-entry';

const PersonEntry = dynamic(() => import('./person-entry').then((module) => module.PersonEntry), {
  ssr: false,
});

export function PersonForm({ open, ...props }: PersonEntryProps & { open: boolean }) {
  // Each opening starts with an empty form: a cancelled text must not come back.
  return open ? <PersonEntry {...props} /> : null;
}
