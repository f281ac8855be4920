'use client';

import { useTranslations } from 'next-intl';
import { AccountField } from '@/components/auth/account-field';
import { PasswordField } from '@/components/auth/password-field';
import { RoleField } from '@/components/auth/role-field';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { textsOf } from '@/components/forms/use-form';
import { toast } from '@/components/ui/toast';
import { addConnectionAction } from '@/lib/connections/actions';
import { usePasswordForm } from './use-password-form';

/** Asks for another vendor account and its password, which the cloud checks. */
export function AddDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('connections');
  const gate = usePasswordGate(async (input: { account: string; password: string; role: string }) => {
    const result = await addConnectionAction(input);
    if (result.ok) {
      const { account } = result.data;
      const typed = input.account.trim();
      toast(account === typed ? t('done.add', { account }) : t('done.addKnown', { account, typed }));
    }
    return result;
  });
  const entry = usePasswordForm(gate.send, onClose);

  function close() {
    entry.clear();
    onClose();
  }

  return (
    <>
      <FormDialog
        entry={entry}
        open={open}
        onClose={close}
        title={t('addTitle')}
        description={t('addText')}
        confirm={t('addConfirm')}
        onSubmit={(form) => entry.submit(textsOf(form, ['account', 'password', 'role']))}
      >
        <AccountField label={t('addAccount')} autoComplete="off" autoFocus error={entry.fields.account} />
        <RoleField label={t('addRole')} error={entry.fields.role} />
        <PasswordField
          label={t('password')}
          name="password"
          autoComplete="off"
          maxLength={256}
          required
          error={entry.fields.password}
        />
      </FormDialog>
      {gate.prompt}
    </>
  );
}
