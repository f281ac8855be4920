'use client';

import { ArrowLeft, Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent } from 'react';
import { Spinner } from '@/components/ui/spinner';
import type { PaletteHit } from '@/lib/desk/palette/hit-rows';

/** The text field. Where actions of a hit are shown, with a way back. */
export function PaletteField({
  id,
  text,
  current,
  expanded,
  searching,
  chosen,
  onBack,
  onText,
  onKeyDown,
}: {
  id: string;
  text: string;
  current: string | undefined;
  expanded: boolean;
  searching: boolean;
  chosen: PaletteHit | null;
  onBack: () => void;
  onText: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const t = useTranslations('shell');
  return (
    <div className="flex items-center gap-2.5 border-line border-b px-4">
      {chosen ? (
        <button
          type="button"
          aria-label={t('palette.back')}
          title={t('palette.back')}
          className="-ml-2 grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-hover pointer-coarse:size-11"
          onClick={onBack}
        >
          <ArrowLeft aria-hidden className="size-4" />
        </button>
      ) : searching ? (
        <Spinner />
      ) : (
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
      )}
      <input
        type="text"
        role="combobox"
        aria-label={t('palette.title')}
        aria-expanded={expanded}
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${current}` : undefined}
        aria-autocomplete="list"
        placeholder={chosen ? t('palette.actionsOn', { label: chosen.label }) : t('palette.placeholder')}
        className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {searching && expanded ? (
        <span aria-hidden className="shrink-0 text-muted text-sm">
          {t('palette.searching')}
        </span>
      ) : null}
    </div>
  );
}
