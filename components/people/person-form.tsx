'use client';

import dynamic from 'next/dynamic';
import type { PersonEntryProps } from './person-entry';

// Of use when it is opened.
const PersonEntry = dynamic(() => import('./person-entry').then((module) => module.PersonEntry), {
  ssr: false,
});

/** Enters a tenant, or changes one. */
export function PersonForm({ open, ...props }: PersonEntryProps & { open: boolean }) {
  // Each opening begins anew: what was typed and given up must not come back.
  return open ? <PersonEntry {...props} /> : null;
}
