'use client';

import type { ComponentProps } from 'react';
import { DateInput } from './date-input';
import { Field, type FieldProps } from './field';

/** A day, or with `datetime-local` a day and a minute. */
export function DateField({
  label,
  description,
  error,
  optional,
  className,
  ...input
}: FieldProps & Omit<ComponentProps<typeof DateInput>, 'id'>) {
  return (
    <Field label={label} description={description} error={error} optional={optional} className={className}>
      {(control) => <DateInput {...input} {...control} />}
    </Field>
  );
}
