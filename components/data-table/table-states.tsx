'use client';

import { CircleDashed, EyeOff, FilterX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { DataTableProps } from './types';

export function EmptyRows({
  filtered,
  incomplete,
  empty,
  onClear,
}: {
  filtered: boolean;
  incomplete: boolean;
  empty: DataTableProps<object>['empty'];
  onClear: () => void;
}) {
  const t = useTranslations('table');
  const common = useTranslations('common');
  if (empty.notShown) {
    return (
      <EmptyState
        icon={EyeOff}
        title={common('notShown')}
        text={empty.notShown}
        action={filtered ? <Button onClick={onClear}>{t('clearFilters')}</Button> : empty.action}
      />
    );
  }
  if (incomplete) {
    return (
      <EmptyState
        icon={CircleDashed}
        title={t('gaps.emptyTitle')}
        text={t(filtered ? 'gaps.emptyFilteredText' : 'gaps.emptyText')}
        action={filtered ? <Button onClick={onClear}>{t('clearFilters')}</Button> : empty.action}
      />
    );
  }
  if (!filtered) return <EmptyState title={empty.title} text={empty.text} action={empty.action} />;
  return (
    <EmptyState
      icon={FilterX}
      title={t('emptyFiltered')}
      text={t('emptyFilteredText')}
      action={<Button onClick={onClear}>{t('clearFilters')}</Button>}
    />
  );
}
