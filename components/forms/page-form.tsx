'use client';

import { type ReactNode, type RefObject, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { formProps } from '@/components/ui/form-props';
import { useFaultFocus } from './use-fault-focus';

/**
 * A form that fills a page without sign-in: why it was refused, the fields, one button, and links. It works before
 * hydration.
 */
export function PageForm({
  answer,
  refusal,
  send,
  pending,
  submit,
  links,
  children,
  ref,
}: {
  /** What was last answered. When it changes, the first field with a fault gets the focus. */
  answer: unknown;
  refusal: ReactNode;
  send: (fields: FormData) => Promise<void>;
  pending: boolean;
  submit: string;
  links: ReactNode;
  children: ReactNode;
  ref?: RefObject<HTMLFormElement | null>;
}) {
  const own = useRef<HTMLFormElement>(null);
  const form = ref ?? own;
  useFaultFocus(form, answer);
  return (
    <form ref={form} noValidate {...formProps(send)} className="flex flex-col gap-4">
      {refusal}
      {children}
      <Button type="submit" tone="primary" pending={pending} className="w-full">
        {submit}
      </Button>
      {links}
    </form>
  );
}
