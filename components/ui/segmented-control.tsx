'use client';

import { type ReactNode, useId } from 'react';

export function SegmentedControl<V extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: { value: V; label: ReactNode }[];
  value: V;
  onChange: (value: V) => void;
}) {
  const name = useId();
  return (
    <fieldset className="inline-flex min-w-0 max-w-full overflow-x-auto rounded-md bg-sunken p-0.5 ring-1 ring-line ring-inset">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="relative inline-flex min-h-7 cursor-pointer items-center whitespace-nowrap rounded px-2.5 font-medium text-muted text-sm hover:text-ink has-checked:bg-surface has-checked:text-ink has-checked:shadow-button has-focus-visible:outline-2 has-focus-visible:outline-accent-ink pointer-coarse:min-h-10"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
