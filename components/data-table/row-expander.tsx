'use client';

import { ChevronRight } from 'lucide-react';
import { cx } from '@/components/ui/classes';

export function RowExpander({
  open,
  label,
  onToggle,
}: {
  open: boolean;
  label: string;
  onToggle: () => void;
}) {
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={label}
      tabIndex={-1}
      data-row-expand
      className="-ml-1 mr-1 inline-grid size-6 shrink-0 place-items-center rounded-sm align-middle hover:bg-pressed pointer-coarse:max-sm:size-8"
      onClick={onToggle}
    >
      <ChevronRight aria-hidden className={cx('size-4 transition-transform', open && 'rotate-90')} />
    </button>
  );
}
