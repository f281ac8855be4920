'use client';

import { type ComponentProps, type ReactNode, useRef } from 'react';
import { cx } from './classes';
import { useEarlyInput } from './use-early-input';

const row =
  'flex min-h-6 cursor-pointer items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center';

/** A tick from before hydration is lost: the box shows the form's state. */
export function Checkbox({
  label,
  description,
  className,
  ...input
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; description?: ReactNode }) {
  const { checked } = input;
  const field = useRef<HTMLInputElement>(null);
  useEarlyInput(field, (early) => {
    if (checked !== undefined) early.checked = checked;
  });
  return (
    <label className={cx(row, className)}>
      <input ref={field} {...input} type="checkbox" className="mt-0.5 size-4 shrink-0 pointer-coarse:mt-0" />
      <span className="min-w-0">
        <span>{label}</span>
        {description ? <span className="block text-muted text-sm">{description}</span> : null}
      </span>
    </label>
  );
}
