'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { type ComponentProps, useState } from 'react';
import { cx } from './classes';

/**
 * A native date field with its value in the person's language: over the field, and above it while it has the focus.
 * Browsers show it in their own language, which may be another one, and only as numbers.
 */
export function DateInput({
  type,
  className,
  onChange,
  onBlur,
  ...input
}: Omit<ComponentProps<'input'>, 'type' | 'value' | 'defaultValue'> & {
  type: 'date' | 'datetime-local';
  value?: string | undefined;
  defaultValue?: string | undefined;
}) {
  const t = useTranslations('common.dates');
  const format = useFormatter();
  const [typed, setTyped] = useState(input.defaultValue ?? '');
  // A date that is typed in part has no value, and must stay in sight.
  const [partial, setPartial] = useState(false);
  const value = input.value ?? typed;
  // A value from elsewhere, such as a preset, replaces what was typed in part.
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setPartial(false);
  }
  const time = Date.parse(value.length > 10 ? `${value}Z` : `${value}T00:00Z`);
  const words = Number.isNaN(time)
    ? t('none')
    : format.dateTime(time, type === 'date' ? 'day' : 'moment', { timeZone: 'UTC' });
  return (
    <span className="relative grid">
      <input
        {...input}
        type={type}
        className={cx('field', !partial && 'worded-date', className)}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange?.(event);
        }}
        onBlur={(event) => {
          setPartial(event.target.validity.badInput);
          onBlur?.(event);
        }}
      />
      {partial ? null : (
        <span aria-hidden className="date-words" data-empty={Number.isNaN(time) || undefined}>
          {words}
        </span>
      )}
    </span>
  );
}
