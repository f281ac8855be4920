'use client';

import { Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useEarlyInput } from '@/components/ui/use-early-input';
import { PrintedFilter } from './filter-chip';
import { DayFilterChip } from './filter-days';
import { OptionFilterChip } from './filter-options';
import { FilterStrip } from './filter-strip';
import { SwitchFilterChip } from './filter-switch';
import type { TableFilter } from './types';
import type { TableAddress } from './use-table-address';

/** Where the window is too narrow for search, filters and tools in one line, the filters have a line of their own. */
function ownLine(filters: number): string {
  if (filters > 5) return 'max-[86rem]:order-last max-[86rem]:basis-full';
  if (filters > 2) return 'max-lg:order-last max-lg:basis-full';
  return 'max-sm:order-last max-sm:basis-full';
}

export function FilterBar({
  search,
  filters,
  address,
  filtered,
}: {
  search?: string | undefined;
  filters: TableFilter[];
  address: TableAddress;
  filtered: boolean;
}) {
  const t = useTranslations('table');
  const keys = filters.flatMap((filter) => (filter.kind === 'days' ? [filter.from, filter.to] : [filter.id]));
  return (
    <search aria-label={t('filterTable')} className="contents">
      {search ? <SearchField label={search} address={address} /> : null}
      {filters.length > 0 ? (
        <FilterStrip className={ownLine(filters.length)}>
          {filters.map((filter) => {
            if (filter.kind === 'days')
              return <DayFilterChip key={filter.from} filter={filter} address={address} />;
            if (filter.kind === 'switch') {
              return <SwitchFilterChip key={filter.id} filter={filter} address={address} />;
            }
            return <OptionFilterChip key={filter.id} filter={filter} address={address} />;
          })}
          {filtered ? (
            <Button
              size="small"
              tone="quiet"
              icon={X}
              onClick={() => address.change(Object.fromEntries(['q', ...keys].map((key) => [key, null])))}
            >
              {t('clearFilters')}
            </Button>
          ) : null}
        </FilterStrip>
      ) : null}
    </search>
  );
}

/** The text search. Asks the server when typing pauses. `/` focuses it from anywhere on the page. */
function SearchField({ label, address }: { label: string; address: TableAddress }) {
  const t = useTranslations('common');
  const asked = address.params.get('q') ?? '';
  const [text, setText] = useState(asked);
  const [seen, setSeen] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  useEarlyInput(input, (field) => later(field.value));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The address changed by Back or "Clear filters", so it replaces the field's text.
  if (seen !== asked) {
    setSeen(asked);
    if (asked !== text.trim()) setText(asked);
  }

  useEffect(() => () => clearTimeout(timer.current), []);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const target = event.target as HTMLElement;
      const writing = target.closest('input, textarea, select, [contenteditable], dialog, [popover]');
      if (event.key !== '/' || event.metaKey || event.ctrlKey || event.altKey || writing) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  function ask(value: string) {
    clearTimeout(timer.current);
    address.change({ q: value.trim() || null });
  }

  function later(value: string) {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => ask(value), 250);
  }

  return (
    <div className="relative w-60 max-sm:w-auto max-sm:min-w-36 max-sm:flex-1 print:w-auto">
      {asked ? <PrintedFilter label={t('search')} value={asked} /> : null}
      <Search
        aria-hidden
        className="print:hidden absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
      />
      <input
        ref={input}
        type="search"
        className="field print:hidden pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => later(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') ask(text);
          if (event.key === 'Escape' && text) {
            event.preventDefault();
            setText('');
            ask('');
          }
        }}
      />
      {text ? (
        <button
          type="button"
          aria-label={t('dates.clear')}
          className="absolute top-1/2 right-1 grid size-6 -translate-y-1/2 place-items-center rounded text-muted hover:bg-hover"
          onClick={() => {
            setText('');
            ask('');
            input.current?.focus();
          }}
        >
          <X aria-hidden className="size-4" />
        </button>
      ) : (
        <kbd
          aria-hidden
          className="print:hidden absolute top-1/2 right-2 -translate-y-1/2 rounded border border-line px-1 text-faint text-xs pointer-coarse:hidden"
        >
          /
        </kbd>
      )}
    </div>
  );
}
