import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cx } from './classes';
import { Skeleton, SkeletonRows } from './skeleton';

export function PageSkeleton({ rows = 12 }: { rows?: number }) {
  return (
    <Loading>
      <div className="flex gap-2 pb-3">
        <Skeleton className="h-8 w-60 max-sm:flex-1" />
        <Skeleton className="h-8 w-24 max-sm:hidden" />
        <Skeleton className="h-8 w-24 max-sm:hidden" />
      </div>
      <div className="overflow-clip rounded-lg border border-line bg-surface">
        <div className="h-9 border-line border-b max-sm:hidden" />
        <SkeletonRows rows={rows} />
      </div>
    </Loading>
  );
}

export function PanelsSkeleton() {
  return (
    <Loading>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {['h-40', 'h-64', 'h-64', 'h-40'].map((height, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the panels have no identity.
          <div key={at} className={cx('rounded-lg border border-line bg-surface p-4', height)}>
            <Skeleton className="h-4 w-32" />
          </div>
        ))}
      </div>
    </Loading>
  );
}

function Loading({ children }: { children: ReactNode }) {
  const t = useTranslations('common');
  return (
    <div aria-busy>
      <p role="status" className="sr-only">
        {t('loading')}
      </p>
      <div className="mb-4 py-1">
        <Skeleton className="h-5 w-44" />
      </div>
      {children}
    </div>
  );
}
