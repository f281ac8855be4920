import { cx } from './classes';

/** Hidden from screen readers, because the loading part has `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('skeleton block h-4', className)} />;
}

/** As high as real rows: the page must not move when they arrive. */
export function SkeletonRows({ rows = 8, columns = 5 }: { rows?: number; columns?: number }) {
  return (
    <div aria-hidden className="divide-y divide-line">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity.
        <div key={row} className="flex h-(--row) items-center gap-6 px-3 max-sm:h-16">
          {Array.from({ length: columns }, (_, column) => (
            <Skeleton
              // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity.
              key={column}
              className={cx(
                'h-3.5',
                column === 0 ? 'w-40' : 'w-24 max-sm:hidden',
                column > 3 && 'max-lg:hidden',
              )}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
