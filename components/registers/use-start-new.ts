'use client';

import { useState } from 'react';

/** The form for a new entry: open at once when the address asks for it (`?new=1`), and never again after a reload. */
export function useStartNew(asked: boolean): { adding: boolean; open: () => void; close: () => void } {
  const [adding, setAdding] = useState(asked);
  const [seen, setSeen] = useState(asked);
  // The palette can ask for a new entry while the page is open already.
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
