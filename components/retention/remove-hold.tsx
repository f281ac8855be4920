'use client';

import { useTranslations } from 'next-intl';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { useSave } from '@/components/buildings/use-save';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { removeHoldAction } from '@/lib/archive/retention/actions';
import type { Hold } from '@/lib/archive/retention/data';

type Props = { open: boolean; building: string; hold: Hold | null; onClose: () => void };

export function RemoveHold({ open, building, hold, onClose }: Props) {
  const t = useTranslations('retention');
  const gate = usePasswordGate(removeHoldAction);
  const { save, pending, failure, forget } = useSave(async (input: Parameters<typeof gate.run>[0]) => {
    return (await gate.run(input)) ?? { ok: false as const, code: 'password-needed' as const };
  });
  if (!hold) return null;
  return (
    <>
      <ConfirmDialog
        open={open}
        onClose={() => {
          forget();
          onClose();
        }}
        title={t('removeTitle', { name: hold.name })}
        description={t('removeText')}
        confirm={t('removeHoldOf', { name: hold.name })}
        pending={pending}
        error={failure?.code ?? null}
        onConfirm={() => save({ id: hold.id, building }, { words: t('holdRemoved'), onSaved: onClose })}
      />
      {gate.prompt}
    </>
  );
}
