import { Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-6 h-6 w-48" />
      <div className="grid max-w-5xl gap-6 lg:grid-cols-[1fr_20rem]">
        <div className="grid gap-6">
          <Skeleton className="h-72 w-full" />
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-16 w-full" />
        </div>
        <Skeleton className="h-24 w-full" />
      </div>
    </>
  );
}
