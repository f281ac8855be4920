'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ErrorCode } from '@/lib/errors';
import { Button } from './button';
import { Dialog } from './dialog';
import { type Deed, useStopped } from './doubt';
import { DoubtNote } from './doubt-note';
import { FaultNote } from './fault-note';

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
  children?: ReactNode;
}) {
  const t = useTranslations('common');
  const doubt = useStopped(deed, through);
  const stopped = whileInDoubt ? null : doubt;
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
            {t('cancel')}
          </Button>
          <Button tone={tone} pending={pending} disabled={!ready || stopped !== null} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      <DoubtNote doubt={stopped} className="mb-3" />
      {error ? <FaultNote code={error} className="mb-3" /> : null}
      {children}
    </Dialog>
  );
}
