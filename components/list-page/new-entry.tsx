'use client';

import type { LucideIcon } from 'lucide-react';
import { createContext, type ReactNode, use, useState } from 'react';
import { Button } from '@/components/ui/button';

type NewEntry = { adding: boolean; open: () => void; close: () => void };

const Context = createContext<NewEntry>({ adding: false, open: () => {}, close: () => {} });

/** The form for a new entry of the list. The header and an empty list open the same one. */
export const useNewEntry = () => use(Context);

/** `asked`: the address has `?new=1`. The form opens, but not again after a reload. */
export function NewEntryProvider({ asked, children }: { asked: boolean; children: ReactNode }) {
  const [adding, setAdding] = useState(asked);
  const [seen, setSeen] = useState(asked);
  // The palette can ask for a new entry on an open page.
  if (seen !== asked) {
    setSeen(asked);
    if (asked) setAdding(true);
  }

  function close() {
    setAdding(false);
    const address = new URL(window.location.href);
    if (!address.searchParams.has('new')) return;
    address.searchParams.delete('new');
    window.history.replaceState(null, '', address);
  }

  return <Context value={{ adding, open: () => setAdding(true), close }}>{children}</Context>;
}

export function NewEntryButton({ icon, children }: { icon: LucideIcon; children: string }) {
  const { open } = useNewEntry();
  return (
    <Button tone="primary" icon={icon} onClick={open}>
      {children}
    </Button>
  );
}
