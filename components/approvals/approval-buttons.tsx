'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { toast } from '@/components/ui/toast';
import type { VerbResult } from '@/lib/abilities/verb';
import { approveRequestAction, withdrawRequestAction } from '@/lib/desk/approvals/actions';
import type { ApprovalRow } from '@/lib/desk/approvals/data';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';

const RefuseDialog = dynamic(() => import('./refuse-dialog').then((module) => module.RefuseDialog), {
  ssr: false,
});

type Deed = 'approve' | 'withdraw';

/** What this person can do with an open request. */
export function ApprovalButtons({
  request: { id, things, job, isOwn, mayDecide, askedBy },
}: {
  request: Pick<ApprovalRow, 'id' | 'things' | 'job' | 'isOwn' | 'mayDecide' | 'askedBy'>;
}) {
  const t = useTranslations('approvals');
  const [doing, setDoing] = useState<Deed | null>(null);
  const [refusing, setRefusing] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();

  function run(deed: Deed, action: () => Promise<VerbResult<unknown>>) {
    setDoing(deed);
    startTransition(async () => {
      const result = await answerOf(action());
      setFailure(result.ok ? null : result.code);
      if (result.ok) toast(t(`done.${deed}`));
    });
  }

  if (!isOwn && !mayDecide) return null;
  return (
    <div data-chrome className="grid gap-2">
      {failure ? <ErrorNote code={failure} /> : null}
      <div className="flex flex-wrap gap-2">
        {mayDecide ? (
          <>
            <Button
              tone="primary"
              pending={pending && doing === 'approve'}
              disabled={pending}
              onClick={() => run('approve', () => approveRequestAction({ id }))}
            >
              {job ? t('approveChanges', { count: things }) : t('approve')}
            </Button>
            <Button disabled={pending} onClick={() => setRefusing(true)}>
              {t('refuse')}
            </Button>
          </>
        ) : null}
        {isOwn ? (
          <Button
            pending={pending && doing === 'withdraw'}
            onClick={() => run('withdraw', () => withdrawRequestAction({ id }))}
          >
            {t('withdraw')}
          </Button>
        ) : null}
      </div>
      {refusing ? <RefuseDialog id={id} name={askedBy} onClose={() => setRefusing(false)} /> : null}
    </div>
  );
}
