import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-6 h-6 w-48" />
      <SkeletonRows rows={6} columns={2} />
    </>
  );
}
