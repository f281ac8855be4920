'use client';

import { type RefObject, useEffect, useEffectEvent } from 'react';

/**
 * Calls `take` if the field changed before hydration. React does not report that, so a controlled field would differ
 * from its state.
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
