'use client';

import dynamic from 'next/dynamic';

/** Loaded when something could not be read: most visits need none. */
export const TryAgain = dynamic(() => import('./try-again').then((module) => module.TryAgain), {
  ssr: false,
});
