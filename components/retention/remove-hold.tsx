'use client';

import { useTranslations } from 'next-intl';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { useForm } from '@/components/forms/use-form';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import { removeHoldAction } from '@/lib/archive/retention/actions';
import type { Hold } from '@/lib/archive/retention/data';

type Props = { open: boolean; building: string; hold: Hold | null; onClose: () => void };

export function RemoveHold({ open, building, hold, onClose }: Props) {
  const t = useTranslations('retention');
  const gate = usePasswordGate(removeHoldAction);
  const entry = useForm(gate.send, () => {
    toast(t('holdRemoved'));
    onClose();
  });
  if (!hold) return null;
  return (
    <>
      <ConfirmDialog
        open={open}
        onClose={() => {
          entry.clear();
          onClose();
        }}
        title={t('removeTitle', { name: hold.name })}
        description={t('removeText')}
        confirm={t('removeHoldOf', { name: hold.name })}
        pending={entry.pending}
        error={entry.code}
        onConfirm={() => entry.submit({ id: hold.id, building })}
      />
      {gate.prompt}
    </>
  );
}
