'use client';

import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

export function ShownSelectionBar({ count, onLeave }: { count: number; onLeave: () => void }) {
  const t = useTranslations('table');
  return (
    <div data-chrome className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1.5">
      <p role="status" className="text-muted text-sm">
        {t('showingSelected', { count })}
      </p>
      <Button size="small" tone="quiet" icon={ArrowLeft} onClick={onLeave}>
        {t('backToList')}
      </Button>
    </div>
  );
}
