'use client';

import { useTranslations } from 'next-intl';
import { PasswordField } from '@/components/auth/password-field';
import { RoleField } from '@/components/auth/role-field';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { textsOf, useForm } from '@/components/forms/use-form';
import { useFieldError } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { addConnectionAction } from '@/lib/connections/actions';

/** Asks for another vendor account and its password, which the cloud checks. */
export function AddDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('connections');
  const gate = usePasswordGate(async (input: { account: string; password: string; role: string }) => {
    const result = await addConnectionAction(input);
    if (result.ok) toast(t('done.add', { account: input.account }));
    return result;
  });
  const entry = useForm(gate.send, onClose);
  const accountError = useFieldError(entry.fields.account);
  const passwordError = useFieldError(entry.fields.password);
  const roleError = useFieldError(entry.fields.role);
  const isWrong = entry.code === 'wrong-password';

  function close() {
    entry.clear();
    onClose();
  }

  return (
    <>
      <FormDialog
        entry={{ ...entry, code: isWrong ? null : entry.code }}
        open={open}
        onClose={close}
        title={t('addTitle')}
        description={t('addText')}
        confirm={t('addConfirm')}
        onSubmit={(form) => entry.submit(textsOf(form, ['account', 'password', 'role']))}
      >
        <TextField
          label={t('addAccount')}
          name="account"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={254}
          required
          autoFocus
          error={accountError}
        />
        <RoleField label={t('addRole')} error={roleError} />
        <PasswordField
          label={t('password')}
          name="password"
          autoComplete="off"
          maxLength={256}
          required
          error={isWrong ? t('passwordWrong') : passwordError}
        />
      </FormDialog>
      {gate.prompt}
    </>
  );
}
