'use client';

import { useState } from 'react';

/** The form for a new entry. Opens when the address has `?new=1`, but not again after a reload. */
export function useStartNew(asked: boolean): { adding: boolean; open: () => void; close: () => void } {
  const [adding, setAdding] = useState(asked);
  const [seen, setSeen] = useState(asked);
  // The palette can ask for a new entry on an open page.
  if (seen !== asked) {
    setSeen(asked);
    if (asked) setAdding(true);
  }
  return {
    adding,
    open: () => setAdding(true),
    close: () => {
      setAdding(false);
      const address = new URL(window.location.href);
      if (!address.searchParams.has('new')) return;
      address.searchParams.delete('new');
      window.history.replaceState(null, '', address);
    },
  };
}
