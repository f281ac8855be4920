import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

export function StatsSkeleton() {
  return (
    <div aria-busy className="rounded-lg border border-line bg-surface">
      <div className="grid grid-cols-2 sm:grid-cols-4">
        {['a', 'b', 'c', 'd'].map((key) => (
          <div key={key} className="px-4 py-3">
            <Skeleton className="h-3.5 w-24" />
            <Skeleton className="mt-2 h-6 w-12" />
          </div>
        ))}
      </div>
      <div className="h-7 border-line border-t" />
    </div>
  );
}

export function NeedsSkeleton() {
  return (
    <div aria-busy className="mb-4 h-36 rounded-lg border border-line bg-surface p-4 max-xl:h-52">
      <Skeleton className="h-4 w-28" />
    </div>
  );
}

export function EventsSkeleton() {
  return (
    <div aria-busy className="rounded-lg border border-line bg-surface">
      <div className="px-4 py-3.5">
        <Skeleton className="h-4 w-28" />
      </div>
      <div className="[--row:3rem]">
        <SkeletonRows rows={8} columns={2} />
      </div>
    </div>
  );
}

export function ChartsSkeleton() {
  return (
    <>
      <div aria-busy className="h-72 rounded-lg border border-line bg-surface p-4 xl:col-span-2">
        <Skeleton className="h-4 w-48" />
      </div>
      <div aria-busy className="h-72 rounded-lg border border-line bg-surface p-4">
        <Skeleton className="h-4 w-32" />
      </div>
    </>
  );
}
