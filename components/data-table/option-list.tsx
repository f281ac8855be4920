'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { SafeText } from '@/components/ui/safe-text';
import { findByText } from '@/lib/text/match-one-typo';
import type { OptionFilter } from './types';

/** With more options than this, there is a search field. */
const searchFrom = 9;

/** The choices of a filter. Loaded when it is opened. */
export function OptionList({
  filter,
  chosen,
  onToggle,
}: {
  filter: OptionFilter;
  chosen: string[];
  onToggle: (option: string) => void;
}) {
  const t = useTranslations('table');
  const words = useTranslations('common');
  const format = useFormatter();
  const name = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const [text, setText] = useState('');
  const options = findByText(filter.options, text.trim(), (option) => [
    option.label,
    ...(option.words ?? []),
  ]);

  // Browsers move through radios with arrow keys, but not through checkboxes.
  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (
      step === 0 ||
      (filter.kind === 'one' && event.target instanceof HTMLInputElement && event.target.type === 'radio')
    ) {
      return;
    }
    event.preventDefault();
    const inputs = [...(group.current?.querySelectorAll('input') ?? [])];
    // Only looked for: it may be another element.
    const at = inputs.indexOf(document.activeElement as HTMLInputElement);
    inputs[(at + step + inputs.length) % inputs.length]?.focus();
  }

  return (
    <fieldset ref={group} onKeyDown={onKeyDown} className="min-w-0">
      <legend className="sr-only">{filter.label}</legend>
      {filter.options.length >= searchFrom ? (
        <div className="p-1">
          <input
            type="search"
            className="field"
            aria-label={words('chooser.search')}
            placeholder={words('chooser.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      ) : null}
      {options.map((option) => (
        <label
          key={option.value}
          className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 hover:bg-hover has-focus-visible:bg-hover pointer-coarse:min-h-11"
        >
          <input
            type={filter.kind === 'one' ? 'radio' : 'checkbox'}
            name={name}
            className="size-4 shrink-0"
            checked={chosen.includes(option.value)}
            onChange={() => onToggle(option.value)}
          />
          {option.icon ? <option.icon aria-hidden className="size-4 shrink-0 text-muted" /> : null}
          <span className="min-w-0 flex-1 truncate">
            <SafeText>{option.label}</SafeText>
          </span>
          {option.count === undefined ? null : (
            <span className="tabular text-muted text-xs">{format.number(option.count, 'count')}</span>
          )}
        </label>
      ))}
      {options.length === 0 ? (
        <p className="px-2 py-3 text-muted">
          {text.trim() ? words('chooser.nothing', { text }) : t('noOptions')}
        </p>
      ) : null}
    </fieldset>
  );
}
