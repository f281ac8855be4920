'use client';

import type { ReactNode } from 'react';
import { Sheet } from '@/components/ui/dialog';
import { SafeText } from '@/components/ui/safe-text';

export function DetailsSheet<Row>({
  row,
  label,
  details,
  onClose,
}: {
  row: Row | null;
  label: (row: Row) => string;
  details: (row: Row) => ReactNode;
  onClose: () => void;
}) {
  return (
    <Sheet open={row !== null} onClose={onClose} title={row ? <SafeText>{label(row)}</SafeText> : ''}>
      {row ? details(row) : null}
    </Sheet>
  );
}
