'use client';

import type { ComponentProps } from 'react';
import { Field, type FieldProps } from './field';

export type SelectOption<Value extends string = string> = {
  value: Value;
  label: string;
  disabled?: boolean;
  group?: string;
};

/** The native list, which every phone and screen reader knows. For many options, see `Chooser`. */
export function SelectField<Value extends string>({
  label,
  description,
  error,
  optional,
  className,
  options,
  empty,
  onChange,
  onChoose,
  ...select
}: FieldProps &
  Omit<ComponentProps<'select'>, 'id'> & {
    options: SelectOption<Value>[];
    /** An entry for "no choice". */
    empty?: string;
    /** One of `options` was chosen. */
    onChoose?: (value: Value) => void;
  }) {
  const groups = [...new Set(options.map((option) => option.group))];
  return (
    <Field label={label} description={description} error={error} optional={optional} className={className}>
      {(control) => (
        <select
          {...select}
          {...control}
          className="field"
          onChange={(event) => {
            onChange?.(event);
            const chosen = options.find(({ value }) => value === event.target.value);
            if (chosen) onChoose?.(chosen.value);
          }}
        >
          {empty === undefined ? null : <option value="">{empty}</option>}
          {groups.map((group) => {
            const inside = options
              .filter((option) => option.group === group)
              .map((option) => (
                <option key={option.value} value={option.value} disabled={option.disabled}>
                  {option.label}
                </option>
              ));
            return group ? (
              <optgroup key={group} label={group}>
                {inside}
              </optgroup>
            ) : (
              inside
            );
          })}
        </select>
      )}
    </Field>
  );
}
