'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '@/components/ui/button';

/** Opens and closes the charts, and remembers it in a cookie. While closed, nothing is counted for them. */
export function PatternsSwitch({ open, label, cookie }: { open: boolean; label: string; cookie: string }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Button
      size="small"
      aria-expanded={open}
      pending={pending}
      onClick={() => {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser yet.
        document.cookie = `${cookie}=${open ? '0' : '1'}; path=/; max-age=31536000; samesite=lax`;
        startTransition(() => router.refresh());
      }}
    >
      {label}
    </Button>
  );
}
