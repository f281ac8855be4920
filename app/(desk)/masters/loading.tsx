import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-6 h-6 w-48" />
      <Skeleton className="mb-4 h-8 w-full max-w-md" />
      <SkeletonRows rows={12} columns={5} />
    </>
  );
}
