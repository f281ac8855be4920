'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cx } from './classes';

const row =
  'flex min-h-6 cursor-pointer items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center';

/** A box to tick. */
export function Checkbox({
  label,
  description,
  className,
  ...input
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; description?: ReactNode }) {
  return (
    <label className={cx(row, className)}>
      <input {...input} type="checkbox" className="mt-0.5 size-4 shrink-0 pointer-coarse:mt-0" />
      <span className="min-w-0">
        <span>{label}</span>
        {description ? <span className="block text-muted text-sm">{description}</span> : null}
      </span>
    </label>
  );
}
