'use client';

import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import type { PaletteHit } from '@/lib/desk/palette/hit-rows';
import { type Entry, PaletteOption } from './palette-option';

/** The hits in groups. The focus stays in the field, which names the current option by id. */
export function PaletteList({
  id,
  list,
  groups,
  current,
  onHover,
  onActions,
}: {
  id: string;
  list: RefObject<HTMLDivElement | null>;
  groups: { title: string; entries: Entry[] }[];
  current: Entry | undefined;
  onHover: (entry: Entry) => void;
  onActions: ((subject: PaletteHit) => void) | null;
}) {
  const t = useTranslations('shell');
  return (
    <div
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label={t('palette.title')}
      className="min-h-0 flex-1 overflow-y-auto p-1.5"
    >
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand within a listbox.
        <div key={group.title} role="group" aria-label={group.title}>
          <p aria-hidden className="px-2.5 pt-2 pb-1 font-medium text-muted text-xs">
            {group.title}
          </p>
          {group.entries.map((entry) => (
            <PaletteOption
              key={entry.id}
              id={`${id}-${entry.id}`}
              entry={entry}
              selected={entry === current}
              onHover={() => onHover(entry)}
              onActions={onActions}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
