'use client';

import { Eye, ListX, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { cx } from '@/components/ui/classes';
import type { ErrorCode } from '@/lib/errors';

export function BulkBar({
  count,
  total,
  all,
  unseen,
  showing,
  onAll,
  onShow,
  onDrop,
  onClear,
  children,
}: {
  count: number;
  total: number;
  all: boolean;
  /** How many of them the current filter does not show. */
  unseen: number;
  showing: { pending: boolean; failed: ErrorCode | null };
  onAll: () => void;
  onShow: () => void;
  onDrop: () => void;
  onClear: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('table');
  return (
    <section
      data-chrome
      aria-label={t('selected', { count })}
      className="appear sticky bottom-3 z-20 mx-auto mt-3 flex w-fit max-w-full flex-wrap items-center gap-2 rounded-lg bg-raised py-2 pr-2 pl-3 shadow-raised max-sm:w-full max-sm:bottom-[calc(4rem+env(safe-area-inset-bottom))]"
    >
      {/* On a phone the text has its own line, apart from the buttons that change the selection. */}
      <p
        className={cx('tabular font-medium', unseen > 0 && 'max-sm:basis-full max-sm:pr-10 max-sm:leading-8')}
        role="status"
      >
        {all && count === total
          ? t('allSelected', { count })
          : unseen > 0
            ? t('selectedUnseen', { count, unseen })
            : t('selected', { count })}
      </p>
      {unseen > 0 ? (
        <>
          <Button size="small" icon={Eye} pending={showing.pending} onClick={onShow}>
            {t('showSelected')}
          </Button>
          <Button size="small" icon={ListX} onClick={onDrop}>
            {t('dropUnseen')}
          </Button>
          {showing.failed ? <span className="text-bad">{t('showFailed')}</span> : null}
        </>
      ) : null}
      {!all && unseen === 0 && count < total ? (
        <Button tone="quiet" size="small" onClick={onAll}>
          {t('selectAll', { count: total })}
        </Button>
      ) : null}
      <span className="mx-1 h-5 w-px bg-line max-sm:mx-0 max-sm:h-px max-sm:w-full" aria-hidden />
      {children}
      <IconButton
        icon={X}
        size="small"
        label={t('clearSelection')}
        className="max-sm:absolute max-sm:top-1 max-sm:right-1"
        onClick={onClear}
      />
    </section>
  );
}
