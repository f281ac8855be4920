'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ErrorCode } from '@/lib/errors';
import { labelText } from '@/lib/text/visible-text';
import { Button } from './button';
import { Dialog } from './dialog';
import { type Deed, useStopped } from './doubt';
import { DoubtNote } from './doubt-note';
import { FaultNote } from './fault-note';
import { Notice } from './notice';

/** Asks before something that cannot be undone. The button names the action and the count, never "OK". */
export function ConfirmDialog({
  open,
  onClose,
  onConfirm,
  title,
  description,
  confirm,
  pending = false,
  ready = true,
  error,
  tone = 'danger',
  whileInDoubt = false,
  deed = 'desk',
  through = null,
  approval = null,
  children,
}: {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  description?: ReactNode;
  confirm: string;
  pending?: boolean;
  /** False until the dialog shows what it is about. */
  ready?: boolean;
  error?: ErrorCode | null;
  tone?: 'danger' | 'primary';
  /** Allowed while the account's password is in doubt, like its action. */
  whileInDoubt?: boolean;
  /** With the account that it goes through: see `useStopped`. */
  deed?: Deed;
  through?: string | null;
  /** A second member has to agree before it happens: see `useOwnApproval`. */
  approval?: { isKnown: boolean; by: string | null } | null;
  children?: ReactNode;
}) {
  const t = useTranslations('common');
  const doubt = useStopped(deed, through);
  const stopped = whileInDoubt ? null : doubt;
  const isReady = ready && (approval?.isKnown ?? true);
  // The answer to an earlier press is over as soon as another member has approved.
  const isAsked = error === 'approval-needed' && (approval?.by ?? null) === null;
  const fault = error === 'approval-needed' && !isAsked ? null : error;
  const hasBody = stopped !== null || Boolean(fault) || approval !== null || Boolean(children);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      size="small"
      locked={pending}
      footer={
        <>
          <Button data-first-focus onClick={onClose} disabled={pending}>
            {t(isAsked ? 'close' : 'cancel')}
          </Button>
          {isAsked ? null : (
            <Button tone={tone} pending={pending} disabled={!isReady || stopped !== null} onClick={onConfirm}>
              {confirm}
            </Button>
          )}
        </>
      }
    >
      {hasBody ? (
        <div className="grid gap-3">
          <DoubtNote doubt={stopped} />
          {approval?.isKnown && !isAsked ? (
            <Notice tone="warn">
              {approval.by === null
                ? t('approvalFirst')
                : t('approvedFirst', { name: labelText(approval.by) })}
            </Notice>
          ) : null}
          {fault ? <FaultNote code={fault} /> : null}
          {children}
        </div>
      ) : null}
    </Dialog>
  );
}
