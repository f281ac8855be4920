'use client';

import { type ReactNode, useId } from 'react';
import { type FieldProps, useFieldError } from './field';

/** Several controls that answer one question, with its description and error. A refusal moves the focus here. */
export function FieldGroup({
  label,
  description,
  error,
  children,
}: Pick<FieldProps, 'label' | 'description' | 'error'> & { children: ReactNode }) {
  const id = useId();
  const sentence = useFieldError(error);
  return (
    <fieldset
      aria-describedby={sentence ? `${id}-error` : `${id}-hint`}
      aria-invalid={sentence ? true : undefined}
      tabIndex={sentence ? -1 : undefined}
      className="grid min-w-0 gap-2"
    >
      <legend className="mb-1 font-medium">{label}</legend>
      <p id={`${id}-hint`} className="text-muted text-sm">
        {description}
      </p>
      {children}
      {sentence ? (
        <p id={`${id}-error`} className="text-bad text-sm">
          {sentence}
        </p>
      ) : null}
    </fieldset>
  );
}
