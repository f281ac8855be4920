'use client';

import { useEffect, useRef } from 'react';
import { useEarlyInput } from '@/components/ui/use-early-input';

const box = 'grid size-6 place-items-center pointer-coarse:size-11';

/** Shift selects every row since the last selected one. */
export function RowCheckbox({
  checked,
  label,
  onChange,
}: {
  checked: boolean;
  label: string;
  onChange: (on: boolean, range: boolean) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  useEarlyInput(field, (input) => onChange(input.checked, false));
  return (
    <span className={box}>
      <input
        ref={field}
        type="checkbox"
        className="size-4"
        aria-label={label}
        checked={checked}
        onChange={(event) =>
          onChange(event.target.checked, (event.nativeEvent as MouseEvent).shiftKey === true)
        }
      />
    </span>
  );
}

/** Half checked if only some rows are selected. */
export function HeaderCheckbox({
  state,
  label,
  onChange,
}: {
  state: 'none' | 'some' | 'all';
  label: string;
  onChange: (on: boolean) => void;
}) {
  const ref = useRef<HTMLInputElement>(null);
  useEarlyInput(ref, () => onChange(state !== 'all'));
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = state === 'some';
  }, [state]);
  return (
    <span className={box}>
      <input
        ref={ref}
        type="checkbox"
        className="size-4"
        aria-label={label}
        checked={state === 'all'}
        onChange={() => onChange(state !== 'all')}
      />
    </span>
  );
}
