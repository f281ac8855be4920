'use client';

import dynamic from 'next/dynamic';

/** Its script is loaded only where there is something to dismiss, which is seldom. */
export const DismissNotices = dynamic(() =>
  import('./dismiss-button').then((module) => module.DismissButton),
);
