'use client';

import dynamic from 'next/dynamic';

/** "3 new" beside the last events of a page. Nothing of it is needed before the page stands. */
export const NewerNote = dynamic(() => import('./newer-button').then((module) => module.NewerButton), {
  ssr: false,
});
