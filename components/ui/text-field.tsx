'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cx } from './classes';
import { Field, type FieldProps } from './field';

export function TextField({
  label,
  description,
  error,
  optional,
  className,
  trailing,
  ...input
}: FieldProps &
  Omit<ComponentProps<'input'>, 'id'> & {
    trailing?: ReactNode;
  }) {
  return (
    <Field label={label} description={description} error={error} optional={optional} className={className}>
      {(control) => (
        <div className="relative">
          <input
            type="text"
            {...input}
            {...control}
            className={cx(
              'field',
              (input.type === 'number' || input.inputMode === 'numeric') && 'tabular',
              trailing !== undefined && 'pr-10 pointer-coarse:pr-12',
            )}
          />
          {trailing === undefined ? null : (
            <span className="absolute inset-y-0 right-0.5 flex items-center">{trailing}</span>
          )}
        </div>
      )}
    </Field>
  );
}

export function TextArea({
  label,
  description,
  error,
  optional,
  className,
  ...area
}: FieldProps & Omit<ComponentProps<'textarea'>, 'id'>) {
  return (
    <Field label={label} description={description} error={error} optional={optional} className={className}>
      {(control) => <textarea rows={4} {...area} {...control} className="field resize-y py-1.5" />}
    </Field>
  );
}
