'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/button';
import { openPalette } from './palette-state';
import { useIsApple } from './use-is-apple';

export function PaletteButton({ look }: { look: 'rail' | 'icon' }) {
  const t = useTranslations('shell.palette');
  const apple = useIsApple();
  if (look === 'icon') return <IconButton icon={Search} label={t('open')} onClick={openPalette} />;
  return (
    <button
      type="button"
      title={t('title')}
      aria-keyshortcuts="Meta+K Control+K"
      className="flex min-h-8 w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-muted shadow-button hover:bg-hover max-lg:justify-center max-lg:px-0"
      onClick={openPalette}
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="flex-1 text-left max-lg:sr-only">{t('open')}</span>
      <kbd aria-hidden className="text-faint text-xs max-lg:hidden">
        {apple ? '⌘K' : 'Ctrl K'}
      </kbd>
    </button>
  );
}
