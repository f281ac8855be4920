'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { returnFocus, trailOf } from '@/components/ui/return-focus';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { dismissAccountNoticesAction } from '@/lib/members/actions';

export function DismissButton({ ids, seenAt, label }: { ids: string[]; seenAt: string; label: string }) {
  const router = useRouter();
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  return (
    <>
      <Button
        size="small"
        pending={pending}
        onClick={({ currentTarget }) => {
          returnFocus(trailOf(currentTarget));
          startTransition(async () => {
            const result = await answerOf(dismissAccountNoticesAction({ ids, seenAt }));
            setFailure(result.ok ? null : result.code);
            if (result.ok) router.refresh();
          });
        }}
      >
        {label}
      </Button>
      {failure ? <ErrorNote code={failure} className="w-full" /> : null}
    </>
  );
}
