'use client';

import { type ReactNode, useId } from 'react';
import { cx } from './classes';

/** On or off, at once: what it changes is changed when it is pressed. */
export function Switch({
  label,
  description,
  checked,
  onChange,
  disabled,
}: {
  label: ReactNode;
  description?: ReactNode;
  checked: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <button
        type="button"
        role="switch"
        aria-checked={checked}
        aria-labelledby={`${id}-label`}
        aria-describedby={description ? `${id}-hint` : undefined}
        disabled={disabled}
        className={cx(
          'relative mt-px h-6 w-10 shrink-0 rounded-full transition-colors disabled:opacity-50',
          checked ? 'bg-accent' : 'bg-line-strong',
        )}
        onClick={() => onChange(!checked)}
      >
        <span
          aria-hidden
          className={cx(
            'absolute top-1 left-1 size-4 rounded-full bg-on-accent transition-transform',
            checked && 'translate-x-4',
          )}
        />
      </button>
      <span className="min-w-0">
        <span id={`${id}-label`} className="font-medium">
          {label}
        </span>
        {description ? (
          <span id={`${id}-hint`} className="block text-muted text-sm">
            {description}
          </span>
        ) : null}
      </span>
    </div>
  );
}
