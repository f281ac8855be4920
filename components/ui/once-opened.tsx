'use client';

import { type ReactNode, useState } from 'react';

/**
 * Renders a dialog from its first opening, so that `next/dynamic` fetches its script only then. Keeps it afterwards:
 * a removed dialog would not return the focus.
 */
export function OnceOpened({ open, children }: { open: boolean; children: ReactNode }) {
  const [opened, setOpened] = useState(open);
  if (open && !opened) setOpened(true);
  return open || opened ? children : null;
}
