'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Crash } from '@/components/shell/crash';

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const router = useRouter();
  return (
    <Crash
      digest={error.digest}
      retry={() =>
        // `reset` alone draws again what failed on the server; only a refresh asks the server anew.
        startTransition(() => {
          router.refresh();
          reset();
        })
      }
    />
  );
}
