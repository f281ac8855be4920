'use client';

import { type ReactNode, useState } from 'react';

/**
 * Draws a dialog from its first opening on, so that its script is fetched only then (with `next/dynamic`), and keeps it
 * afterwards: a dialog that is taken away while open does not give the focus back.
 */
export function OnceOpened({ open, children }: { open: boolean; children: ReactNode }) {
  const [opened, setOpened] = useState(open);
  if (open && !opened) setOpened(true);
  return open || opened ? children : null;
}
