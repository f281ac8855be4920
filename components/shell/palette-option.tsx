'use client';

import { ChevronRight, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cx } from '@/components/ui/classes';
import { SafeText } from '@/components/ui/safe-text';
import type { PaletteHit } from '@/lib/desk/palette/hit-rows';

export type Entry = {
  id: string;
  label: string;
  note: string;
  icon: LucideIcon;
  run: () => void;
  subject?: PaletteHit;
};

/** One line. Its arrow is for pointers. The keyboard opens the same actions with Tab. */
export function PaletteOption({
  id,
  entry,
  selected,
  onHover,
  onActions,
}: {
  id: string;
  entry: Entry;
  selected: boolean;
  onHover: () => void;
  onActions: ((subject: PaletteHit) => void) | null;
}) {
  const t = useTranslations('shell.palette');
  const { icon: Icon, subject } = entry;
  const hasActions = onActions !== null && subject !== undefined && subject.actions.length > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and handles the keys, as the combobox pattern asks.
    // biome-ignore lint/a11y/useFocusableInteractive: reached by aria-activedescendant.
    <div
      id={id}
      role="option"
      aria-selected={selected}
      aria-description={hasActions ? t('tabForActions') : undefined}
      className={cx(
        'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md pl-2.5 pointer-coarse:min-h-11',
        hasActions ? 'pr-0' : 'pr-2.5',
        selected && 'bg-pressed',
      )}
      onPointerMove={onHover}
      onClick={entry.run}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 truncate">
        <SafeText>{entry.label}</SafeText>
      </span>
      {entry.note ? (
        <span className="ml-auto min-w-0 truncate pl-4 text-muted text-sm">
          <SafeText>{entry.note}</SafeText>
        </span>
      ) : null}
      {hasActions ? (
        // An option must not contain a button. The keyboard uses Tab.
        <span
          aria-hidden
          data-actions
          title={t('tabForActions')}
          className={cx(
            'grid min-h-9 w-9 shrink-0 place-items-center self-stretch rounded-md text-faint hover:bg-hover hover:text-text pointer-coarse:w-11',
            !entry.note && 'ml-auto',
          )}
          onClick={(event) => {
            event.stopPropagation();
            onActions(subject);
          }}
        >
          <ChevronRight className="size-4" />
        </span>
      ) : null}
    </div>
  );
}
