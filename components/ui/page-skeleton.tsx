import { useTranslations } from 'next-intl';
import { Skeleton, SkeletonRows } from './skeleton';

/** A page to come that is a list: title, filters, rows. */
export function PageSkeleton({ rows = 12 }: { rows?: number }) {
  const t = useTranslations('common');
  return (
    <div aria-busy>
      <p role="status" className="sr-only">
        {t('loading')}
      </p>
      <div className="mb-5 py-1">
        <Skeleton className="h-5 w-44" />
      </div>
      <div className="flex gap-2 pb-3">
        <Skeleton className="h-8 w-60 max-sm:flex-1" />
        <Skeleton className="h-8 w-24 max-sm:hidden" />
        <Skeleton className="h-8 w-24 max-sm:hidden" />
      </div>
      <div className="overflow-clip rounded-lg border border-line bg-surface">
        <div className="h-9 border-line border-b max-sm:hidden" />
        <SkeletonRows rows={rows} />
      </div>
    </div>
  );
}
