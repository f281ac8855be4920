'use client';

import { CircleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useId, useRef } from 'react';
import { cx } from './classes';
import { useFieldError } from './field';

const row =
  'flex min-h-6 cursor-pointer items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center';

export type RadioOption<V extends string> = {
  value: V;
  label: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
};

export function RadioGroup<V extends string>({
  label,
  name,
  options,
  value,
  defaultValue,
  onChange,
  error,
  inline = false,
}: {
  label: ReactNode;
  name: string;
  options: RadioOption<V>[];
  value?: V;
  defaultValue?: V;
  onChange?: (value: V) => void;
  error?: string | undefined;
  inline?: boolean;
}) {
  const id = useId();
  const sentence = useFieldError(error);
  const group = useRef<HTMLFieldSetElement>(null);
  // React does not report a choice made before hydration.
  const takeEarly = useEffectEvent(() => {
    const early = group.current?.querySelector<HTMLInputElement>(':checked')?.value;
    const option = options.find((one) => one.value === early);
    if (option && option.value !== (value ?? defaultValue)) onChange?.(option.value);
  });
  useEffect(() => takeEarly(), []);
  return (
    <fieldset ref={group} aria-describedby={sentence ? `${id}-error` : undefined}>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className={cx('flex', inline ? 'flex-wrap gap-x-5 gap-y-2' : 'flex-col gap-2')}>
        {options.map((option) => (
          <label key={option.value} className={row}>
            <input
              type="radio"
              name={name}
              value={option.value}
              disabled={option.disabled}
              {...(value === undefined
                ? { defaultChecked: option.value === defaultValue }
                : { checked: option.value === value })}
              className="mt-0.5 size-4 shrink-0 pointer-coarse:mt-0"
              onChange={() => onChange?.(option.value)}
            />
            <span className="min-w-0">
              <span>{option.label}</span>
              {option.description ? (
                <span className="block text-muted text-sm">{option.description}</span>
              ) : null}
            </span>
          </label>
        ))}
      </div>
      {sentence ? (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{sentence}</span>
        </p>
      ) : null}
    </fieldset>
  );
}
