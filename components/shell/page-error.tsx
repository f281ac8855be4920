'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Crash } from '@/components/shell/crash';

/** What a page shows when it fails. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  return (
    <Crash
      digest={error.digest}
      retry={() =>
        // `reset` renders only what failed on the server. `refresh` asks the server again.
        startTransition(() => {
          router.refresh();
          reset();
        })
      }
    />
  );
}
