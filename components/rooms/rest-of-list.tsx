'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';

/** Says how many entries of a list the page leaves out, with a link to all. */
export function RestOfList({
  list,
  shown,
  total,
  building,
  unit,
}: {
  list: '/doorcodes' | '/shares';
  shown: number;
  total: number;
  building: string;
  unit: string;
}) {
  const t = useTranslations('rooms');
  if (total <= shown) return null;
  return (
    <p className="mt-2 flex flex-wrap gap-x-1.5 text-muted text-sm">
      <span>{t('someShown', { shown, total })}</span>
      <Link data-chrome href={`${list}?${new URLSearchParams({ building, q: unit.trim() })}`}>
        {t('allShown')}
      </Link>
    </p>
  );
}
