'use client';

import type { ReactNode } from 'react';
import { Sheet } from '@/components/ui/dialog';
import { SafeText } from '@/components/ui/safe-text';

/** `title`: null while it is closed. */
export function DetailsSheet({
  title,
  onClose,
  children,
}: {
  title: string | null;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Sheet open={title !== null} onClose={onClose} title={title === null ? '' : <SafeText>{title}</SafeText>}>
      {children}
    </Sheet>
  );
}
