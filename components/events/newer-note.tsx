'use client';

import dynamic from 'next/dynamic';

/** "3 new" next to the last events. Loaded after the page. */
export const NewerNote = dynamic(() => import('./newer-button').then((module) => module.NewerButton), {
  ssr: false,
});
