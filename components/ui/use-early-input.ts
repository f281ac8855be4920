'use client';

import { type RefObject, useEffect, useEffectEvent } from 'react';

/**
 * Calls `take` if the field was changed before hydration. React reports no change from before that, so a controlled field
 * would show one thing while its state says another.
 */
export function useEarlyInput(
  field: RefObject<HTMLInputElement | null>,
  take: (input: HTMLInputElement) => void,
): void {
  const onEarly = useEffectEvent(take);
  useEffect(() => {
    const input = field.current;
    if (!input) return;
    const changed =
      input.type === 'file'
        ? input.files?.length !== 0
        : input.value !== input.defaultValue || input.checked !== input.defaultChecked;
    if (changed) onEarly(input);
  }, [field]);
}
