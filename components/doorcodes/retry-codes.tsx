'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { Button } from '@/components/ui/button';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { ErrorNote } from '@/components/ui/error-note';
import { Link } from '@/components/ui/link';
import { retryDoorcodesAction } from '@/lib/doorcodes/actions';
import type { IssuedRow } from '@/lib/doorcodes/requests';
import type { ErrorCode } from '@/lib/errors';

/** Tries codes again that were not made, here or in their job. */
export function RetryCodes({ batch, rows }: { batch: string; rows: IssuedRow[] }) {
  const t = useTranslations('doorcodes.issued');
  const router = useRouter();
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  const stopped = useStopped('cloud');
  const { run, prompt } = usePasswordGate(retryDoorcodesAction);
  const byJob = Map.groupBy(
    rows.filter(({ retry }) => retry !== null),
    ({ retry }) => retry?.jobId ?? '',
  );
  const here = byJob.get('')?.length ?? 0;
  if (byJob.size === 0 && !failure) return null;

  function retry() {
    startTransition(async () => {
      const result = await run({ batch });
      setFailure(result && !result.ok ? result.code : null);
      router.refresh();
    });
  }

  return (
    <div data-chrome className="mb-4 grid gap-2">
      {here > 0 ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button size="small" tone="primary" pending={pending} disabled={stopped !== null} onClick={retry}>
            {t('retry', { count: here })}
          </Button>
          <span className="text-muted text-sm">{t('retryHint')}</span>
        </div>
      ) : null}
      {here > 0 ? <DoubtNote doubt={stopped} /> : null}
      {[...byJob].map(([jobId, failed]) =>
        jobId ? (
          <p key={jobId} className="text-sm">
            <Link href={`/jobs/${jobId}`}>{t('retryInJob', { count: failed.length })}</Link>
          </p>
        ) : null,
      )}
      {failure ? <ErrorNote code={failure} /> : null}
      {prompt}
    </div>
  );
}
