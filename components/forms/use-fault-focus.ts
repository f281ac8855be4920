import { type RefObject, useEffect } from 'react';

/** Focuses the first field with a fault, or what says a fault of several, whenever `answer` changes. */
export function useFaultFocus(form: RefObject<HTMLFormElement | null>, answer: unknown): void {
  useEffect(() => {
    if (answer) form.current?.querySelector<HTMLElement>(':is([aria-invalid=true], [data-fault])')?.focus();
  }, [form, answer]);
}
