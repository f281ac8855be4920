'use client';

import dynamic from 'next/dynamic';

/** Its script is loaded only with a notice, and few pages have one. */
export const DismissNotices = dynamic(() =>
  import('./dismiss-button').then((module) => module.DismissButton),
);
