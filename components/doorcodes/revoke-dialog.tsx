'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useSending } from '@/components/forms/use-sending';
import { OutcomeBadge } from '@/components/jobs/outcome-badge';
import { OutcomeCause } from '@/components/jobs/outcome-cause';
import { Through } from '@/components/jobs/through';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { type ChangeOutcome, isUnchanged, type ThroughOutcome } from '@/lib/changes/outcome';
import { revokeDoorcodeAction } from '@/lib/doorcodes/actions';
import type { CutOff } from '@/lib/doorcodes/find-cut-off';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { labelText } from '@/lib/text/visible-text';
import { useSoleMaker } from './made-by';

export function RevokeDialog({
  code,
  onClose,
}: {
  /** null: closed. */
  code: { id: string; name: string; madeBy: string | null; cutOff: CutOff | null } | null;
  onClose: (outcome: ChangeOutcome | null) => void;
}) {
  const t = useTranslations('doorcodes');
  const common = useTranslations('common');
  const router = useRouter();
  const [outcome, setOutcome] = useState<ThroughOutcome | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, send] = useSending();
  const sole = useSoleMaker();
  const account = code?.madeBy ?? sole;
  const name = code?.name.trim() || t('unnamed');

  function close() {
    setOutcome(null);
    setFailure(null);
    onClose(outcome);
  }

  function revoke() {
    if (!code) return;
    setOutcome(null);
    send(async () => {
      const result = await answerOf(revokeDoorcodeAction({ id: code.id }));
      setFailure(result.ok ? null : result.code);
      setOutcome(result.ok ? result.data : null);
      if (result.ok) router.refresh();
    });
  }

  const ended = outcome !== null && !isUnchanged([outcome]);
  const shown = outcome ? (
    <div role="status" className="grid gap-2">
      <span>
        <OutcomeBadge state={outcome.state} />
      </span>
      <OutcomeCause ending={outcome} kind="revoke-doorcodes" />
      <Through account={outcome.through} />
    </div>
  ) : null;

  return (
    <>
      <ConfirmDialog
        deed="cloud"
        // The notice below says the same of this code.
        through={code?.cutOff ? null : account}
        open={code !== null && !ended}
        onClose={close}
        onConfirm={revoke}
        title={t('revokeTitle')}
        confirm={code?.name.trim() ? t('revokeConfirm', { name }) : t('revokeConfirmPlain')}
        pending={pending}
        ready={!code?.cutOff}
        error={failure}
      >
        {shown}
        <p className={shown ? 'mt-3' : undefined}>{t('revokeText', { name })}</p>
        {code?.cutOff ? (
          <Notice tone="warn" className="mt-2">
            {t(`revokeCutOff.${code.cutOff}`, { account: labelText(account ?? '') })}
          </Notice>
        ) : account ? (
          <p className="mt-2 text-muted text-sm">{t('revokeThrough', { account: labelText(account) })}</p>
        ) : null}
      </ConfirmDialog>
      <Dialog
        open={ended}
        onClose={close}
        title={t('revokeTitle')}
        size="small"
        footer={
          <Button tone="primary" onClick={close}>
            {common('close')}
          </Button>
        }
      >
        {shown}
      </Dialog>
    </>
  );
}
