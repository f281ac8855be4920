import { type RefObject, useEffect } from 'react';

/** Focuses the first field with a fault whenever `answer` changes. */
export function useFaultFocus(form: RefObject<HTMLFormElement | null>, answer: unknown): void {
  useEffect(() => {
    if (answer) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [form, answer]);
}
